Feature: No free compartment

  002-8.6.13: where a terminal is full the parcel goes to another one nearby, so the terminal says
  so at once and truthfully, and opens nothing.

  Scenario: The courier is told, and the server too
    Given a cabinet with the compartments 1 S and 2 M
    And parcels of size S for other people lie in the compartments 1 and 2
    And a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    Then the screen is "run"
    And the screen says "No free compartment for it"
    And the screen says "Ground: terms of service, 8.6.13"
    And the screen says "Please take the parcel back; it will go to a terminal nearby."
    And no lock got a pulse
    And the server has an incident "no room"
    And the server knows A as expected

  Scenario: A large parcel finds no room among small compartments
    Given a cabinet with the compartments 1 S and 2 M
    And a parcel A of size L for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    Then the screen says "No free compartment for it"
    And no lock got a pulse

  Scenario: What is reported as free is free
    Given a cabinet with the compartments 1 S, 2 S and 3 M
    Then the terminal reports 2 free compartments of size S
    And the terminal reports 1 free compartment of size M
    When a parcel A of size S for Anna lies inside
    Then the terminal reports 1 free compartment of size S
    When Anna has collected A
    Then the terminal reports 2 free compartments of size S

  Scenario: There is room again once something was collected
    Given a cabinet with the compartments 1 S
    And a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans B
    Then the screen says "No free compartment for it"
    When courier Janis finishes the run
    And Anna has collected A
    And courier Janis has loaded B
    Then B lies in compartment 1

  Scenario: A parcel that fits nowhere goes on to the next size until none is left
    Given a cabinet with the compartments 1 S and 2 M
    And a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    And courier Janis presses "does_not_fit"
    And courier Janis closes the door
    And courier Janis presses "yes"
    Then only door 2 is open
    When courier Janis presses "does_not_fit"
    And courier Janis closes the door
    And courier Janis presses "yes"
    Then the screen is "run"
    And the screen says "No free compartment for it"
    And the server knows A as expected
    And all doors are shut

  Scenario: Compartments in doubt are no room
    Given a cabinet with the compartments 1 S
    And a parcel A of size S for Anna
    And courier Janis has a badge
    And somebody forces door 1 open
    And a child closes door 1
    When courier Janis starts a run
    And courier Janis scans A
    Then the screen says "No free compartment for it"
    And no lock got a pulse
