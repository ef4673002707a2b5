Feature: A sensor that never changes

  Decision 17: a sensor is believed only if it has changed since its last test.  A blind one takes
  no deposits; what lies there is released once, after asking whether the door is open.

  Scenario: Stuck as if shut: the recipient says that the door is open
    Given a parcel A of size S for Anna lies inside
    And the sensor of door 1 is stuck, as if shut
    When Anna types the code of A
    And somebody waits until the screen is "did not open"
    Then door 1 is open
    When Anna presses "The door is open"
    Then the screen is "take out unseen"
    When Anna takes A
    And Anna closes door 1
    And Anna presses "Taken, door is shut"
    Then the screen is "enter your code"
    And the server knows A as delivered
    And the server has an incident "sensor blind" about compartment 1
    And the terminal reports compartment 1 out of use because "sensor"

  Scenario: Stuck as if shut: nothing more is put in there
    Given a cabinet with the compartments 1 S and 2 S
    And a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    And the sensor of door 1 is stuck, as if shut
    When Anna types the code of A
    And somebody waits until the screen is "did not open"
    And Anna presses "is_open"
    And Anna takes A
    And Anna closes door 1
    And Anna presses "done"
    And courier Janis has loaded B
    Then B lies in compartment 2

  Scenario: Stuck as if shut: the recipient does not say so, and the code stays valid
    Given a parcel A of size S for Anna lies inside
    And the sensor of door 1 is stuck, as if shut
    When Anna types the code of A
    And somebody waits until the screen is "did not open"
    And Anna presses "cancel"
    Then the server knows A as inside
    And the server has no collected entries

  Scenario: Stuck as if shut, under a courier: the parcel goes elsewhere, the compartment is looked into
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    And the sensor of door 1 is stuck, as if shut
    When courier Janis starts a run
    And courier Janis scans A
    And 30 seconds pass
    Then the screen is "put in"
    And the screen points at door 2
    When courier Janis puts A in
    And courier Janis closes door 2
    Then the server knows A as inside in compartment 2
    And the terminal reports compartment 1 out of use because "does not open"

  Scenario: Stuck as if open, found at power-on: released once after asking
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    And the sensor of door 1 is stuck, as if open
    And the power comes back
    When Anna types the code of A
    Then the screen is "is it open"
    And the lock of door 1 got 1 pulse
    And door 1 is open
    When Anna presses "Yes, it is open"
    Then the screen is "take out unseen"
    When Anna takes A
    And Anna closes door 1
    And Anna presses "done"
    Then the server knows A as delivered
    And the terminal reports compartment 1 out of use
    And the server has an incident "sensor blind" about compartment 1

  Scenario: Stuck as if open, from one moment to the next: released once after asking
    Given a parcel A of size S for Anna lies inside
    And the sensor of door 1 is stuck, as if open
    When Anna types the code of A
    Then the lock of door 1 got 1 pulse
    And door 1 is open
    And the screen is "is it open"

  Scenario: Stuck as if open: nothing is put in there
    Given a cabinet with the compartments 1 S and 2 S
    And a parcel A of size S for Anna
    And courier Janis has a badge
    And the sensor of door 1 is stuck, as if open
    When courier Janis has loaded A
    Then A lies in compartment 2
    And no lock was pulsed more often than the journal says

  Scenario: A sensor that feels only the latch does not keep a recipient from the parcel
    Given a parcel A of size S for Anna lies inside
    And the sensor of door 1 feels only the latch
    When Anna types the code of A
    And somebody waits until the screen is "did not open"
    And Anna presses "is_open"
    And Anna takes A
    And Anna closes door 1
    And Anna presses "done"
    Then the server knows A as delivered
    And the terminal reports compartment 1 out of use because "sensor"

  Scenario: A latch that the site's file knows: no parcel is put in there
    Given a cabinet with the compartments 1 S and 2 S
    And the sensor of door 1 feels only the latch, as the site's file says
    And a parcel A of size S for Anna
    And courier Janis has a badge
    Then the terminal reports compartment 1 out of use because "sensor"
    And the server has an incident "sensor blind" about compartment 1
    When courier Janis has loaded A
    Then A lies in compartment 2
    When 1 hour passes
    Then the server has 1 sensor_blind entry about compartment 1

  Scenario: Stuck as if shut: an empty compartment that nobody can watch takes no parcel
    Given a cabinet with the compartments 1 S and 2 S
    And a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    And the sensor of door 1 is stuck, as if shut
    And Anna types the code of A
    And somebody waits until the screen is "did not open"
    And Anna presses "is_open"
    And Anna takes A
    And Anna closes door 1
    And Anna presses "done"
    When courier Janis looks into everything that is in doubt
    Then the terminal reports compartment 1 out of use because "sensor"
    When courier Janis has loaded B
    Then B lies in compartment 2

  Scenario: A sensor that works again is believed when it was seen to change
    Given a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    And the sensor of door 1 is stuck, as if shut
    And Anna types the code of A
    And somebody waits until the screen is "did not open"
    And Anna presses "is_open"
    And Anna takes A
    And Anna closes door 1
    And Anna presses "done"
    And the sensor of door 1 works again
    When courier Janis looks into everything that is in doubt
    Then the terminal reports no compartment out of use

  Scenario: The recipient says that a door is open that is shut, and comes back
    Given a parcel A of size S for Anna lies inside
    And the sensor of door 1 is stuck, as if shut
    And door 1 is frozen
    When Anna types the code of A
    And somebody waits until the screen is "did not open"
    And Anna presses "is_open"
    And Anna walks away
    And 2 minutes pass
    Then A lies in compartment 1
    And the terminal reports compartment 1 out of use
