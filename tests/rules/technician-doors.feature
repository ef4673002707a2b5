Feature: A technician tries doors, and takes compartments out of service

  Only a compartment that is known to be empty opens at once.  Any other needs a reason and a second
  confirmation, and ends with what was found.

  Background:
    Given technician Tom has a badge

  Scenario: An empty door is tried
    When technician Tom looks at the panel of door 1
    And technician Tom presses "open"
    Then door 1 is open
    When technician Tom closes door 1
    Then the screen is "one door"
    And the screen says "The test is over."
    And the server has 1 test_ended entry about compartment 1
    And the terminal reports no compartment out of use

  Scenario: An occupied compartment is not opened without a second confirmation
    Given a parcel A of size S for Anna lies inside
    When technician Tom looks at the panel of door 1
    And technician Tom presses "open"
    Then the screen is "choose"
    And all doors are shut
    When technician Tom presses "choose lock"
    Then the screen is "are you sure"
    And the screen says "1 parcel should lie here."
    And no lock got a pulse
    When technician Tom presses "no"
    Then the screen is "one door"
    And no lock got a pulse
    And the server has no test_opening entries

  Scenario: With reason and confirmation it opens, and what lies inside is counted
    Given a parcel A of size S for Anna lies inside
    When technician Tom looks at the panel of door 1
    And technician Tom presses "open"
    And technician Tom presses "choose lock"
    And technician Tom presses "yes"
    Then door 1 is open
    And the screen is "count"
    And the server has 1 test_opening entry about compartment 1
    When technician Tom counts what lies behind the open door
    Then the server knows A as inside in compartment 1
    And the server has no incident "opened for a test"
    When technician Tom presses "back"
    And technician Tom presses "back"
    And technician Tom presses "finish"
    And Anna has collected A
    Then the server knows A as delivered

  Scenario: The power is cut at any moment of a test of an occupied compartment
    Given a parcel A of size S for Anna lies inside
    And technician Tom looks at the panel of door 1
    And technician Tom presses "open"
    And technician Tom presses "choose lock"
    When the power is cut at any moment while technician Tom presses "yes"
    Then A lies in compartment 1
    And no lock was pulsed more often than the journal says

  Scenario: A jammed door
    Given door 1 is frozen
    When technician Tom looks at the panel of door 1
    And technician Tom presses "open"
    And somebody waits until the screen is "one door"
    Then the screen says "It did not open."
    And the lock of door 1 got 3 pulses
    And the terminal reports compartment 1 out of use because "does not open"
    When technician Tom presses "bar"
    And technician Tom presses "choose lock"
    Then the terminal reports compartment 1 out of use because "out of service: lock"
    And the server has an incident "out of service" about compartment 1
    When door 1 moves freely again
    And technician Tom presses "unbar"
    And technician Tom presses "back"
    And technician Tom presses "back"
    And technician Tom counts what is in doubt
    Then the terminal reports no compartment out of use

  Scenario: A failed sensor
    Given the sensor of door 1 is stuck, as if shut
    When technician Tom looks at the panel of door 1
    And technician Tom presses "open"
    And somebody waits until the screen is "one door"
    Then door 1 is open
    And the terminal reports compartment 1 out of use
    When technician Tom closes door 1
    And the sensor of door 1 works again
    And technician Tom presses "back"
    And technician Tom presses "back"
    And technician Tom counts what is in doubt
    Then the terminal reports no compartment out of use

  Scenario: An out-of-service compartment found by a courier
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When technician Tom takes compartment 1 out of service because of "dirty"
    And courier Janis starts a run
    Then the screen says "Out of use: 1"
    When courier Janis loads A
    And courier Janis finishes the run
    Then A lies in compartment 2
    And the lock of door 1 got no pulses

  Scenario: A whole board is taken out of service, and put back
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When technician Tom is let in
    And technician Tom presses "boards"
    And technician Tom presses "choose 1"
    And technician Tom presses "choose wires"
    Then the screen is "technician"
    And the screen says "Noted."
    And the terminal reports compartment 1 out of use because "out of service: wires"
    When technician Tom presses "finish"
    And courier Janis starts a run
    And courier Janis scans A
    Then the screen says "No free compartment for it"
    And no lock got a pulse
    When courier Janis finishes the run
    And technician Tom is let in
    And technician Tom presses "boards"
    And technician Tom presses "choose 1"
    And technician Tom presses "choose into service"
    And technician Tom presses "finish"
    Then the terminal reports no compartment out of use
    When courier Janis loads A
    Then A lies in compartment 1

  Scenario: What lies in a compartment out of service can be collected
    Given a parcel A of size S for Anna lies inside
    When technician Tom takes compartment 1 out of service because of "dirty"
    And Anna has collected A
    Then the server knows A as delivered
    And the terminal reports compartment 1 out of use because "out of service: dirty"

  Scenario: Nobody reaches into a compartment that is not safe
    Given a parcel A of size S for Anna lies inside
    When technician Tom takes compartment 1 out of service because of "unsafe"
    And Anna types the code of A
    Then the screen is "refusal"
    And the screen says "This compartment is closed"
    And no lock got a pulse
    And the server knows A as inside in compartment 1

  Scenario: A technician gets in while no lock answers
    Given the lock board does not answer
    When a stranger scans "4751234567890"
    Then the screen is "out of service"
    When technician Tom is let in
    And technician Tom presses "parts"
    Then the screen is "parts"
    When technician Tom presses "back"
    And technician Tom presses "doors"
    Then the screen says "1 · silent"
    When technician Tom presses "back"
    And technician Tom presses "finish"
    Then the screen is "out of service"
    When the lock board answers again
    Then the screen is "enter your code"

  Scenario: Two boards on one address: no lock is pulsed, and the technician is told what it is
    Given a parcel A of size S for Anna lies inside
    When a second lock board with the same address is hung on the line
    Then the screen is "out of service"
    And the terminal reports that "lock board 1" has failed
    When technician Tom is let in
    And technician Tom presses "parts"
    Then the screen says "check for a second board with the same address"
    When technician Tom presses "back"
    And technician Tom presses "finish"
    And the second lock board is taken off the line
    Then the screen is "enter your code"
    And no lock got a pulse
    When Anna has collected A
    Then the server knows A as delivered
