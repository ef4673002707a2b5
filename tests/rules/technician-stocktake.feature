Feature: A stocktake settles every difference between what is believed and what lies inside

  It is due after a replaced board or card, after a door was opened by hand, and after an official
  opening.  One person can finish it.

  Background:
    Given technician Tom has a badge

  Scenario: A stocktake after a replaced board
    Given a parcel A of size S for Anna lies inside
    And technician Tom is let in
    When technician Tom presses "replaced"
    And technician Tom presses "choose all"
    And technician Tom presses "yes"
    Then the screen says "Stocktake due: 1, 2, 3, 4"
    And the terminal reports compartment 1 out of use because "board replaced"
    And the server has an incident "board replaced" about compartment 4
    When technician Tom counts what is in doubt
    Then the screen says "All that was looked into is settled."
    And the terminal reports no compartment out of use
    And the server has no incident "board replaced"
    And the server knows A as inside in compartment 1

  Scenario: A parcel lies elsewhere than was believed
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    And door 1 springs open by itself
    And Anna takes A
    And Anna closes door 1
    And door 2 springs open by itself
    And Anna puts A into compartment 2
    And Anna closes door 2
    And the power comes back
    And technician Tom is let in
    When technician Tom presses "replaced"
    And technician Tom presses "choose all"
    And technician Tom presses "yes"
    And technician Tom counts what is in doubt
    Then the server knows A as inside in compartment 2
    And the terminal reports no compartment out of use
    When technician Tom presses "finish"
    And Anna has collected A
    Then the server knows A as delivered

  Scenario: A door that was opened by hand
    Given a parcel A of size S for Anna lies inside
    When technician Tom looks at the panel of door 1
    And technician Tom presses "by_hand"
    And technician Tom presses "yes"
    Then the terminal reports compartment 1 out of use because "opened by hand"
    And the server has an incident "opened by hand" about compartment 1
    When technician Tom presses "back"
    And technician Tom presses "back"
    And technician Tom counts what is in doubt
    Then the terminal reports no compartment out of use

  Scenario: The power is cut at any moment of a stocktake
    Given a parcel A of size S for Anna lies inside
    And technician Tom is let in
    And technician Tom presses "replaced"
    And technician Tom presses "choose all"
    And technician Tom presses "yes"
    When the power is cut at any moment while technician Tom counts what is in doubt
    Then A lies in compartment 1
    And the server knows A as inside
    And no lock was pulsed more often than the journal says
