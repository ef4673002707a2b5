Feature: What a compartment holds is evidence, not belief

  Decision 4: collecting is confirmed by open seen, shut seen and a quiet minute.  What is free only
  because a customer shut the door goes to couriers first, who look.  002-8.6.10, 8.6.11.

  Scenario: A customer who closes without taking opens again
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And Anna closes the door
    Then the screen is "thank you"
    And the screen says "Something left inside? Open the door again."
    When Anna presses "Open again"
    Then door 1 is open
    And the screen is "take out"
    When Anna takes A
    And Anna closes the door
    And 62 seconds pass
    Then the server knows A as delivered
    And the server has 1 collected entry

  Scenario: What was put back can be taken again (8.6.11)
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And Anna takes A
    And Anna puts A into compartment 1
    And Anna closes the door
    And Anna presses "again"
    And Anna takes A
    And Anna closes the door
    And 62 seconds pass
    Then the server knows A as delivered

  Scenario: The code itself opens again within the minute
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And Anna closes the door
    And Anna opens the door of A
    Then door 1 is open

  Scenario: The minute begins anew with each closing
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And Anna closes the door
    And 40 seconds pass
    And Anna presses "again"
    And Anna closes the door
    And 40 seconds pass
    Then the server knows A as inside
    When 22 seconds pass
    Then the server knows A as delivered

  Scenario: Open again is offered three times
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And Anna closes the door
    And Anna presses "again"
    And Anna closes the door
    And Anna presses "again"
    And Anna closes the door
    And Anna presses "again"
    And Anna closes the door
    Then the screen is "thank you"
    And the screen does not offer "again"

  Scenario: A customer who closes without taking and leaves: the compartment goes to couriers first
    Given a cabinet with the compartments 1 S, 2 S and 3 M
    And a parcel X of size S for Xenia lies inside
    And a parcel A of size S for Anna lies inside
    And Xenia has collected X
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    When Anna opens the door of A
    And Anna closes the door
    And 62 seconds pass
    Then the server knows A as delivered
    And A lies in compartment 2
    When courier Janis starts a run
    And courier Janis scans B
    Then the screen points at door 1
    And the screen says "First make sure that it is empty: only a customer says so."
    When courier Janis presses "not_empty"
    And courier Janis closes the door
    And courier Janis presses "yes"
    Then the screen points at door 2
    And the screen says "First make sure that it is empty: only a customer says so."
    When courier Janis presses "not_empty"
    And courier Janis closes the door
    And courier Janis presses "yes"
    Then the screen points at door 3
    When courier Janis puts B in
    And courier Janis closes the door
    Then the terminal reports compartment 2 out of use because "not empty"
    And the server knows B as inside in compartment 3

  Scenario: What was left behind is found, and its recipient can have it again
    Given a cabinet with the compartments 1 S and 2 S
    And a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    And Anna opens the door of A
    And Anna closes the door
    And 62 seconds pass
    When courier Janis starts a run
    And courier Janis scans B
    And courier Janis presses "not_empty"
    And courier Janis closes the door
    And courier Janis presses "yes"
    And courier Janis puts B in
    And courier Janis closes the door
    And courier Janis looks into compartment 1 and says what is there
    Then the terminal reports compartment 1 out of use because "unknown parcel"
    And the server has an incident "unknown thing inside" about compartment 1

  Scenario: A compartment that is free on a customer's word comes before one that is surely free
    Given a cabinet with the compartments 1 S and 2 S
    And a parcel X of size S for Xenia lies inside
    And a parcel A of size S for Anna lies inside
    And Xenia has collected X
    And a thief forces door 1 open
    And a child closes door 1
    And courier Janis has a badge
    And courier Janis looks into everything that is in doubt
    And Anna has collected A
    And a parcel B of size S for Bruno
    When courier Janis starts a run
    And courier Janis scans B
    Then the screen points at door 2
    And the screen says "First make sure that it is empty: only a customer says so."

  Scenario: An occupied compartment is never offered
    Given a cabinet with the compartments 1 S and 2 M
    And a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    When courier Janis has loaded B
    Then B lies in compartment 2
    And A lies in compartment 1

  Scenario: The recipient says that it was empty, and means it
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    When Anna opens the door of A
    And Anna presses "The compartment is empty"
    Then the screen is "refusal"
    And the screen says "We are looking into it"
    And the server knows A as in question
    And the server has an incident "said empty" about compartment 1
    And the terminal reports compartment 1 out of use because "said empty"
    When Anna closes door 1
    And 62 seconds pass
    And Anna types the code of A
    Then the screen is "refusal"
    And the screen says "We are looking into it"
    And all doors are shut
    When 40 seconds pass
    And courier Janis looks into everything that is in doubt
    Then the server knows A as inside in compartment 1
    And the server has no incident "said empty"
    When Anna opens the door of A
    Then door 1 is open

  Scenario: It was empty indeed
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    And a thief forces door 1 open
    And a thief takes A
    And a thief closes door 1
    When Anna types the code of A
    And Anna presses "empty"
    And Anna closes door 1
    And 10 seconds pass
    And courier Janis looks into everything that is in doubt
    Then the server knows A as missing
    And the server has an incident "missing" about compartment 1
    And the terminal reports no compartment out of use

  Scenario: It can be said after closing too
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And Anna closes the door
    And Anna presses "It was empty"
    Then the server knows A as in question
    And the screen says "We are looking into it"

  Scenario: Something strange in a compartment keeps it out of use
    Given a cabinet with the compartments 1 S and 2 S
    And courier Janis has a badge
    And somebody forces door 1 open
    And somebody puts "a shoe" into compartment 1
    And a child closes door 1
    When courier Janis looks into everything that is in doubt
    Then the server has an incident "unknown thing inside" about compartment 1
    And the terminal reports compartment 1 out of use because "unknown parcel"

  Scenario: It is used again when the strange thing was taken away
    Given a cabinet with the compartments 1 S and 2 S
    And courier Janis has a badge
    And somebody forces door 1 open
    And somebody puts "a shoe" into compartment 1
    And a child closes door 1
    When courier Janis starts a run
    And courier Janis presses "inspect 1"
    And courier Janis takes "a shoe" out
    And courier Janis closes door 1
    Then the screen is "what lies inside"
    When courier Janis presses "empty"
    Then the terminal reports no compartment out of use
