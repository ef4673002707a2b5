Feature: A disk that fills up

  Decision 19: at 80 % full deposits stop, what lies inside can still be collected, and only where
  nothing can be written any more the terminal closes: no record, no unlock.

  Scenario: At 80 % no parcel is taken, and the server is told
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When the disk is 80 % full
    And courier Janis starts a run
    And courier Janis scans A
    Then the screen says "No parcels can be taken now"
    And no lock got a pulse
    And the server has an incident "disk full"
    And the server has 1 disk_filled entry

  Scenario: Below it parcels are taken
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When the disk is 79 % full
    And courier Janis has loaded A
    Then the server knows A as inside

  Scenario: At 95 % what lies inside is collected
    Given a parcel A of size S for Anna lies inside
    When the disk is 95 % full
    And Anna has collected A
    Then the server knows A as delivered

  Scenario: Deposits go on when there is room again
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When the disk is 90 % full
    And the disk is 78 % full
    And courier Janis starts a run
    And courier Janis scans A
    Then the screen says "No parcels can be taken now"
    When courier Janis finishes the run
    And the disk is 60 % full
    And courier Janis has loaded A
    Then the server knows A as inside

  Scenario: Full to the last byte, the reserve lets people collect
    Given a parcel A of size S for Anna lies inside
    When the disk is full to the last byte, but for the reserve
    And Anna has collected A
    Then compartment 1 is empty
    And the server knows A as delivered

  Scenario: Where nothing can be written nothing is opened, and the terminal says so
    Given a parcel A of size S for Anna lies inside
    When the disk is full to the last byte, and the reserve is used up
    And a stranger scans "4751234567890"
    And Anna scans the picture in the message about A
    Then the screen is "out of service"
    And the screen says "We cannot keep our records safely, so we open no doors."
    And no lock got a pulse
    When the disk has room again
    And Anna opens the door of A
    Then door 1 is open

  Scenario: A disk that breaks under a wrong code gives no free guess
    Given a parcel A of size S for Anna lies inside
    When the disk breaks
    And a stranger types a wrong code
    Then the screen is "out of service"
    And the screen does not say "This code is not known here"
    When the disk works again
    And Anna opens the door of A
    Then door 1 is open

  Scenario: A disk that breaks while a door is open loses neither parcel nor entry
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    When Anna opens the door of A
    And the disk breaks
    And Anna takes A
    And Anna closes door 1
    And 10 seconds pass
    Then the screen is "out of service"
    When the disk works again
    And courier Janis looks into everything that is in doubt
    Then the server knows A as delivered or missing
    And the terminal reports no compartment out of use
    And the server has stored every entry exactly once

  Scenario: A journal that is rubbish: the terminal does not start, and says why
    Given a parcel A of size S for Anna lies inside
    When the power is cut
    And the journal's file is overwritten with rubbish while the power is off
    And the power comes back
    Then the terminal does not start, and says "file is not a database"
    And no lock got a pulse
