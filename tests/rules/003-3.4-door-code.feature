Feature: An order to send or to return keeps a compartment

  003-2.12, 3.2, 3.4, 3.5: the order keeps one compartment of this terminal for at least 24 hours, and
  its door code opens that and no other.  003-6.1 to 6.4: a return is the same.  003-3.3: once the
  time is over the compartment is free again.

  Background:
    Given a cabinet with the compartments 1 S, 2 S and 3 M
    And a parcel A of size S that Anna sends to Berta from compartment 2 within 24 hours

  Scenario: The door code opens the compartment that was promised
    When Anna types the door code of A
    Then door 2 is open
    And the screen names A
    When Anna puts A into compartment 2
    And Anna closes door 2
    Then the server knows A as handed in

  Scenario: Nobody else gets it, however full the cabinet is
    Given parcels of size S for other people lie in the compartments 1
    And a parcel B of size S for Carl
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans B
    Then the screen points at door 3

  Scenario: It is kept through a power cut and without the network
    Given the network is away
    When the power is away for 1 minute
    And Anna types the door code of A
    Then door 2 is open

  Scenario: The time is over
    Given a parcel B of size S for Carl
    When 26 hours pass
    Then the server knows A as withdrawn
    When Anna types the door code of A
    Then the screen is "refusal"
    And no lock got a pulse

  Scenario: The time is over and the terminal alone knows it
    Given the network is away
    When 25 hours pass
    And Anna types the door code of A
    Then the screen says "The time for sending is over"
    And the screen says "Ground: terms of service, 003-3.3, 3.4"
    And no lock got a pulse

  Scenario: A return goes the same way
    Given a parcel B of size S that Berta returns to Shop from compartment 1 within 48 hours
    When Berta types the door code of B
    Then door 1 is open
    When Berta puts B into compartment 1
    And Berta closes door 1
    Then the screen says "takes it back to the shop"
    And the server knows B as handed in

  Scenario: The promised door does not open: another of the same size, at no cost
    Given door 2 is frozen
    When Anna types the door code of A
    And 40 seconds pass
    Then door 1 is open
    And the server has no size_changed entries

  Scenario: An old label is noticed (003-6.5)
    When Anna types the door code of A
    And Anna scans "RR000000005LV"
    Then the screen says "This label has another number"
    When Anna scans A
    Then the screen says "That is its label"
