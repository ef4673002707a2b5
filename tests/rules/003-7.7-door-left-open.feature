Feature: A door that is left open

  003-7.7: whoever opened a door must close it with care.  The terminal reminds, tells the server,
  does not believe such a compartment afterwards, and lets the next person in (decision 16).

  Scenario: After a minute the recipient is reminded, and the server is told
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And 50 seconds pass
    Then "reminder" has sounded no times
    When 12 seconds pass
    Then "reminder" has sounded 1 time
    And the screen is "take out"
    And the screen says "Please take everything out and close the door."
    And the server has an incident "left open" about compartment 1
    And the server has 1 left_open entry about compartment 1

  Scenario: Whoever closes after the reminder has simply collected
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And Anna takes A
    And 70 seconds pass
    And Anna closes the door
    Then the screen is "thank you"
    When 62 seconds pass
    Then the server knows A as delivered
    And the terminal reports no compartment out of use

  Scenario: Whoever walks away leaves a doubt behind, and not a blocked screen
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And Anna takes A
    And Anna walks away
    And 200 seconds pass
    Then the screen is "enter your code"
    And the screen says "Door 1 stands open. Please close it firmly."
    And the terminal reports compartment 1 out of use because "left open"
    And the server knows A as inside

  Scenario: The next person collects beside the door that another left open
    Given a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno lies inside
    When Anna opens the door of A
    And Anna takes A
    And Anna walks away
    And 65 seconds pass
    Then the screen offers "leave"
    When Bruno presses "I am the next customer"
    And Bruno opens the door of B
    Then only the doors 1 and 2 are open
    And the screen points at door 2
    When Bruno takes B
    And Bruno closes door 2
    Then the screen is "thank you"
    When 62 seconds pass
    Then the server knows B as delivered
    And the server knows A as inside
    And the terminal reports compartment 1 out of use because "left open"

  Scenario: Whoever shuts that door does not end the visit of the one who is there
    Given a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno lies inside
    When Anna opens the door of A
    And Anna walks away
    And 65 seconds pass
    And Bruno presses "leave"
    And Bruno opens the door of B
    And a child closes door 1
    Then the screen is "take out"
    And the screen points at door 2
    When Bruno takes B
    And Bruno closes door 2
    Then the screen is "thank you"
    And A lies in compartment 1

  Scenario: The compartment is used again when somebody has looked, and the parcel found is kept
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    When Anna opens the door of A
    And Anna walks away
    And 200 seconds pass
    And a child closes door 1
    And courier Janis looks into everything that is in doubt
    Then the terminal reports no compartment out of use
    And the server knows A as inside in compartment 1
    When Anna opens the door of A
    Then door 1 is open

  Scenario: The compartment of a door left open is not offered
    Given a cabinet with the compartments 1 S and 2 S
    And a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    When Anna opens the door of A
    And Anna takes A
    And Anna walks away
    And 200 seconds pass
    And a child closes door 1
    And courier Janis has loaded B
    Then B lies in compartment 2

  Scenario: A courier who leaves a door open cannot finish
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    And courier Janis puts A in
    And 62 seconds pass
    Then "reminder" has sounded 1 time
    And the screen says "The door still stands open. Please close it, or tell us."
    And the server has an incident "left open" about compartment 1
    And the server knows A as being loaded
    And Anna has received no code for A

  Scenario: A run does not end while one of its doors stands open
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis loads A
    And a thief forces door 1 open
    And courier Janis presses "finish"
    Then the screen is "run"
    And the screen says "Door 1 stands open"
    When courier Janis waits 10 seconds
    And courier Janis closes door 1
    And courier Janis finishes the run
    Then the screen is "enter your code"

  Scenario: A courier whose door will not close reports it, and goes on elsewhere
    Given a parcel A of size S for Anna
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    And 62 seconds pass
    And courier Janis presses "report_open"
    Then the screen is "run"
    And the screen says "Door 1 is reported"
    And the terminal reports compartment 1 out of use because "does not close"
    When courier Janis loads B
    Then B lies in compartment 2
    When courier Janis finishes the run
    Then the screen is "enter your code"

  Scenario: An open door is still watched after a power cut
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And the power is away for 1 minute
    Then door 1 is open
    And the screen is "enter your code"
    And the screen says "Door 1 stands open. Please close it firmly."
    And the terminal reports compartment 1 out of use because "power cut during pick-up"
    And "alarm" has sounded no times
