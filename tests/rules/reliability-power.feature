Feature: Power cut at any moment

  002-12.16 and design.md 2: whatever the moment at which the power fails, no door opens without a
  record, no parcel and no entry is lost, no code is used up by a failed opening, and what is not
  known is looked into before anything else happens there.

  Scenario: While a recipient collects
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    When the power is cut at any moment while Anna has collected A
    Then the screen is "enter your code"
    And no lock was pulsed more often than the journal says
    When Anna gets A, whatever it takes
    Then Anna holds A
    When courier Janis looks into everything that is in doubt
    Then all doors are shut
    And the server knows A as delivered or missing
    And the terminal reports no compartment out of use
    And the server has stored every entry exactly once
    When Anna types the code of A
    Then the screen is "refusal"
    And all doors are shut

  Scenario: While a recipient collects, and another collects then
    Given a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno lies inside
    When the power is cut at any moment while Anna has collected A
    And Bruno gets B, whatever it takes
    Then Bruno holds B

  Scenario: While a courier loads
    Given a parcel A of size S for Anna
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    When the power is cut at any moment while this happens
      """
      courier Janis loads A
      courier Janis loads B
      courier Janis finishes the run
      """
    Then the screen is "enter your code"
    And no lock was pulsed more often than the journal says
    When courier Janis looks into everything that is in doubt
    And courier Janis loads A, whatever it takes
    And courier Janis loads B, whatever it takes
    And courier Janis looks into everything that is in doubt
    Then A lies in a compartment
    And B lies in a compartment
    And the server knows of every parcel where it lies
    And the terminal reports no compartment out of use
    And the server has stored every entry exactly once
    When Anna has collected A
    And Bruno has collected B
    Then the server knows A as delivered
    And the server knows B as delivered

  Scenario: While a courier loads, and comes back at once
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When the power is cut at any moment while courier Janis loads A
    And courier Janis loads A, whatever it takes
    And courier Janis looks into everything that is in doubt
    Then A lies in a compartment
    And the server knows of every parcel where it lies
    When Anna has collected A
    Then the server knows A as delivered

  Scenario: While the lock tries a frozen door
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    And door 1 is frozen
    When the power is cut at any moment while this happens
      """
      Anna types the code of A
      somebody waits until the screen is "did not open"
      """
    And door 1 moves freely again
    Then no lock was pulsed more often than the journal says
    When Anna gets A, whatever it takes
    Then Anna holds A

  Scenario: While somebody guesses: no guess is free
    Given a parcel A of size S for Anna lies inside
    When the power is cut at any moment while a stranger types a wrong code
    Then no lock got a pulse
    When Anna opens the door of A
    Then door 1 is open

  Scenario: While a new code takes the place of the old one
    Given a parcel A of size S for Anna lies inside
    When the power is cut at any moment while the sender corrects the phone of A to that of Berta
    And 5 minutes pass
    Then Berta has received a code for A
    When Berta opens the door of A
    Then door 1 is open

  Scenario: While the recipient says that it was empty
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    When the power is cut at any moment while this happens
      """
      Anna opens the door of A
      Anna presses "empty"
      Anna closes the door
      """
    And courier Janis looks into everything that is in doubt
    Then the terminal reports no compartment out of use
    And the server knows A as inside in compartment 1
    When Anna gets A, whatever it takes
    Then Anna holds A

  Scenario: A life that ends while it begins
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    When the power is cut at any moment while the power comes back
    Then the screen is "enter your code"
    When Anna opens the door of A
    Then door 1 is open
    And the server has stored every entry exactly once

  Scenario: Twice in a row, the second time in the middle of coming back
    Given a parcel A of size S for Anna lies inside
    And the power is cut at moment 40 of what follows
    When Anna types the code of A
    And 1 minute passes
    And the power is away for 1 second
    And the power is away for 1 second
    And 1 minute passes
    And Anna gets A, whatever it takes
    Then Anna holds A
    And no lock was pulsed more often than the journal says
