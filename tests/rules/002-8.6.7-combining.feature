Feature: Several parcels of one recipient share a compartment

  002-8.6.7: parcels for one recipient, that is for one phone number (002-2 "Vairāku paku
  sūtījumi"), may share a compartment; the recipient gets the identical code for each, and reads
  numbers and count when it is typed.  002-8.6.10: the recipient makes sure that all were taken.

  Background:
    Given a parcel A of size S for Anna lies inside
    And a parcel B of size S for Anna
    And courier Janis has a badge

  Scenario: The second is put beside the first without a tap
    When courier Janis starts a run
    And courier Janis scans B
    Then door 1 is open
    And the screen says "Beside 1 parcel for the same person:"
    And the screen names A
    When courier Janis puts B in
    And courier Janis closes the door
    Then the screen is "run"
    And the server knows B as inside in compartment 1
    And Anna has received the same code for B as for A
    And Anna has received 1 message about B
    When courier Janis finishes the run
    And Anna types the code of A
    Then the screen says "Take out all 2 parcels"
    And the screen names A
    And the screen names B
    When Anna takes A
    And Anna takes B
    And Anna closes the door
    Then the screen says "2 parcels collected"
    And the screen names B
    When 61 seconds pass
    Then the server knows A as delivered
    And the server knows B as delivered
    And the server has no incidents
    When Anna types the code of B
    Then the screen says "Already collected"

  Scenario: Who has left one inside opens again
    Given courier Janis has loaded B
    When Anna opens the door of A
    And Anna takes A
    And Anna closes the door
    And Anna presses "Open again"
    And Anna takes B
    And Anna closes the door
    And 61 seconds pass
    Then the server knows A as delivered
    And the server knows B as delivered

  Scenario: With no network it is one compartment all the same, and the code of the first opens
    Given the network is away
    When courier Janis has loaded B
    Then B lies in compartment 1
    When Anna opens the door of A
    And Anna takes A
    And Anna takes B
    And Anna closes the door
    And 61 seconds pass
    And the network is back
    Then the server knows A as delivered
    And the server knows B as delivered

  Scenario: Somebody else's lies elsewhere
    Given a parcel C of size S for Berta
    When courier Janis has loaded C
    Then C lies in compartment 2

  Scenario: It does not fit beside the first: it gets a compartment of its own, and a code
    When courier Janis starts a run
    And courier Janis scans B
    And courier Janis presses "It does not fit"
    And courier Janis closes the door
    And courier Janis presses "Yes, I have it"
    Then door 2 is open
    When courier Janis puts B in
    And courier Janis closes the door
    And courier Janis finishes the run
    Then Anna has received a code for B
    When Anna has collected A
    Then the server knows A as delivered
    And the server knows B as inside in compartment 2

  Scenario: The door does not open: nothing happens to what lies there
    Given door 1 is frozen
    When courier Janis starts a run
    And courier Janis scans B
    And somebody waits until the screen is "put in"
    Then door 2 is open
    When courier Janis puts B in
    And courier Janis closes the door
    And courier Janis finishes the run
    And door 1 moves freely again
    And Anna has collected A
    Then the server knows A as delivered

  Scenario: Something else lies beside the first: nothing is given out before somebody has looked
    When courier Janis starts a run
    And courier Janis scans B
    And courier Janis puts "a shoe" into compartment 1
    And courier Janis presses "Something else"
    And courier Janis closes the door
    And courier Janis presses "Yes, I have it"
    Then door 2 is open
    When courier Janis puts B in
    And courier Janis closes the door
    And courier Janis finishes the run
    And Anna types the code of A
    Then the screen is "refusal"
    And the terminal reports compartment 1 out of use because "unknown parcel"

  Scenario: The phone is corrected before it comes: it is not put beside another's
    When the sender corrects the phone of B to that of Berta
    And courier Janis has loaded B
    Then B lies in compartment 2
    And Berta has received a code for B

  Scenario: The phone of one that lies with others is corrected: it is sent anew
    Given courier Janis has loaded B
    When the sender corrects the phone of B to that of Berta
    Then the last order recode was refused because "lies with others"
    And the server knows B as called back
    When courier Janis starts a run
    And courier Janis looks into compartment 1 and says what is there
    And courier Janis finishes the run
    Then the server knows B as removed
    And A lies in compartment 1
    When Anna has collected A
    Then the server knows A as delivered

  Scenario: 002-10.3: one of two is called back: the other waits until it is out, and keeps its code
    Given courier Janis has loaded B
    When the sender withdraws A
    Then the server knows A as called back
    When Anna types the code of B
    Then the screen says "This parcel is kept back"
    When Anna walks away
    And courier Janis starts a run
    And courier Janis presses "inspect 1"
    Then the screen says "Take out what is named here"
    And the screen says "Leave inside:"
    When courier Janis takes A
    And courier Janis closes the door
    Then the screen says "Taken out:"
    When courier Janis presses "As listed"
    And courier Janis finishes the run
    Then the server knows A as removed
    And B lies in compartment 1
    When Anna has collected B
    Then the server knows B as delivered

  Scenario: The operator wants each parcel alone
    Given the operator sets the rule combine to 0
    When courier Janis has loaded B
    Then B lies in compartment 2

  Scenario: The power is cut at any moment while the second is put beside the first
    When the power is cut at any moment while courier Janis loads B, whatever it takes
    And courier Janis looks into everything that is in doubt
    And Anna gets A, whatever it takes
    Then Anna holds A
    And no lock was pulsed more often than the journal says

  Scenario: The power is cut at any moment while one of two is taken out
    Given courier Janis has loaded B
    And the sender withdraws B
    When the power is cut at any moment while courier Janis looks into everything that is in doubt
    And courier Janis looks into everything that is in doubt
    And courier Janis looks into everything that is in doubt
    And Anna gets A, whatever it takes
    Then Anna holds A
    And the server knows B as removed
