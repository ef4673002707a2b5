Feature: A new code, because the phone was corrected

  002-8.6.3: the phone is corrected at the sender's request and the code is sent to the new one;
  the old code is dead from then on, answers so, and is no wrong try.

  Scenario: The new code opens, the old one is told from a wrong one
    Given a parcel A of size S for Anna lies inside
    When the sender corrects the phone of A to that of Berta
    Then Berta has received a code for A
    And the last order recode was applied
    When Anna types the code of A
    Then the screen is "refusal"
    And the screen says "There is a newer code"
    And all doors are shut
    And the server has no wrong_code entries
    When Anna presses "ok"
    And Berta opens the door of A
    Then door 1 is open

  Scenario: A new code to the same phone: the older message is dead
    Given a parcel A of size S for Anna lies inside
    When the sender corrects the phone of A to that of Anna
    Then Anna has received 2 different codes for A
    When Anna types the first code of A
    Then the screen says "There is a newer code"
    When Anna opens the door of A
    Then door 1 is open

  Scenario: The old picture is dead too
    Given a parcel A of size S for Anna lies inside
    When the sender corrects the phone of A to that of Berta
    And Anna scans the picture in the message about A
    Then all doors are shut
    And the screen says "There is a newer code"

  Scenario: The step-up asks for the digits of the phone that the code was sent to
    Given a parcel A of size S for Anna lies inside
    And the operator sets the rule guess_ceiling to 5
    And the sender corrects the phone of A to that of Berta
    When a stranger types 5 wrong codes as fast as the terminal allows
    And 15 minutes pass
    And Berta types the code of A
    And Berta types the last three digits of the phone
    Then door 1 is open

  Scenario: With no network the old code goes on, because nobody has another yet
    Given a parcel A of size S for Anna lies inside
    And the network is away
    When the sender corrects the phone of A to that of Berta
    Then Berta has received no code for A
    When Anna opens the door of A
    Then door 1 is open

  Scenario: A new code that comes in the middle of collecting waits until it is settled
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And the sender corrects the phone of A to that of Berta
    Then Berta has received no code for A
    When Anna takes A
    And Anna closes the door
    And 62 seconds pass
    Then the server knows A as delivered
    And Berta has received no code for A
