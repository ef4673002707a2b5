Feature: Adding a parcel renews the storage of all that lie with it

  002-8.6.8: what is added renews the storage of all parcels in the compartment to seven days.  The
  reminder of 002-8.6.5 begins anew with it.  (The power is away only to let days pass quickly.)

  Background:
    Given a parcel A of size S for Anna lies inside
    And a parcel B of size S for Anna
    And courier Janis has a badge

  Scenario: Seven days for both, and one reminder for each
    When the power is away for 2 days
    And courier Janis has loaded B
    Then A and B have the same deadline
    And Anna has received 1 message about A
    And the last message to Anna says "Collect all of them by"
    When the power is away for 2 days
    Then Anna has received 1 message about A
    When the power is away for 1 day
    Then Anna has received 2 messages about A
    And Anna has received 2 messages about B
    When the power is away for 3 days
    And it is 10 minutes before the deadline of A
    And Anna opens the door of A
    And Anna takes A
    And Anna takes B
    And Anna closes the door
    And 61 seconds pass
    Then the server knows A as delivered
    And the server knows B as delivered

  Scenario: After the renewed deadline both are taken out together
    When the power is away for 2 days
    And courier Janis has loaded B
    And the power is away for 7 days
    And it is 1 hour after the deadline of B
    And Anna types the code of A
    Then the screen is "refusal"
    When Anna walks away
    And courier Janis starts a run
    And courier Janis looks into compartment 1 and says what is there
    And courier Janis finishes the run
    Then the server knows A as removed
    And the server knows B as removed

  Scenario: With no network nothing expires that was renewed
    When 2 days pass
    And the network is away
    And courier Janis has loaded B
    And it is 1 hour after the deadline of A
    And Anna opens the door of A
    Then door 1 is open
