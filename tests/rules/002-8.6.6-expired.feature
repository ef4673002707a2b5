Feature: The code of a parcel whose time is over

  002-8.6.6 and 9.1: a parcel is kept for seven calendar days from the notice.  Decision 6: then
  the code answers with reason, ground and next step; a clock that nobody vouches for expires nothing.

  Scenario: Up to the last minute of the seventh day the code opens the door
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    And it is 10 minutes before the deadline of A
    And the power comes back
    When it is 5 seconds before the deadline of A
    And Anna opens the door of A
    Then door 1 is open

  Scenario: After it the code answers with reason, ground and next step
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    And it is 10 minutes before the deadline of A
    And the power comes back
    When it is 2 seconds after the deadline of A
    And Anna types the code of A
    Then the screen is "refusal"
    And the screen says "The storage time is over"
    And the screen says "Ground: terms of service, 8.6.6, 9.1"
    And the screen says "Please call us, and we will agree on how to deliver it."
    And no lock got a pulse
    And the server has no wrong_code entries
    And the server has 1 dead_code entry

  Scenario: The picture of an expired parcel opens nothing either
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    And it is 5 minutes after the deadline of A
    And the power comes back
    When Anna scans the picture in the message about A
    Then the screen says "The storage time is over"
    And no lock got a pulse

  Scenario: A clock that nobody vouches for expires nothing
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    And the network is away
    And nobody vouches for the clock
    And it is 2 days after the deadline of A
    And the power comes back
    When Anna opens the door of A
    Then door 1 is open

  Scenario: A clock that jumps expires nothing
    Given a parcel A of size S for Anna lies inside
    When the network is away
    And nobody vouches for the clock
    And the clock jumps forward by 590 days
    And Anna opens the door of A
    Then door 1 is open

  Scenario: A clock that is set back gives nobody more time
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    And it is 1 day after the deadline of A
    And the power comes back
    And the network is away
    When the clock jumps back by 10 days
    And Anna types the code of A
    Then the screen says "The storage time is over"

  Scenario: A clock that is right again expires what is over
    Given a parcel A of size S for Anna lies inside
    And the power is cut
    And the network is away
    And nobody vouches for the clock
    And it is 2 days after the deadline of A
    And the power comes back
    When a time server vouches for the clock again
    And Anna types the code of A
    Then the screen says "The storage time is over"

  Scenario: The operator gives more time, and the recipient is told
    Given a parcel A of size S for Anna lies inside
    When the operator extends the deadline of A by 2 days
    Then the last order set_deadline was applied
    And the last message to Anna says "with the same code"
    When the power is cut
    And it is 1 hour before the deadline of A
    And the power comes back
    And Anna opens the door of A
    Then door 1 is open

  Scenario: A deadline never moves earlier than promised
    Given a parcel A of size S for Anna lies inside
    When this arrives on down/orders
      """
      {"v":1,"orders":[{"number":NEXT,"kind":"set_deadline","shipment":"A'","deadline_s":1792454400}]}
      """
    And Anna opens the door of A
    Then door 1 is open

  Scenario: The operator may let people collect late, until the courier came
    Given a parcel A of size S for Anna lies inside
    And the operator sets the rule late_pickup to 1
    And the power is cut
    And it is 1 day after the deadline of A
    And the power comes back
    When Anna opens the door of A
    Then door 1 is open

  Scenario: The courier is asked to take out what is over, and the code says so from then on (9.2)
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    And the power is cut
    And it is 1 day after the deadline of A
    And the power comes back
    When courier Janis starts a run
    Then the screen offers "inspect 1"
    And the screen says "time is over"
    When courier Janis looks into compartment 1 and says what is there
    And courier Janis finishes the run
    Then compartment 1 is empty
    And the server knows A as removed
    And the terminal reports no compartment out of use
    When Anna types the code of A
    Then the screen says "Taken back by the courier"
    And no lock got a pulse

  Scenario: What is over leaves its compartment occupied until it is taken out
    Given a cabinet with the compartments 1 S and 2 S
    And a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    And the power is cut
    And it is 1 day after the deadline of A
    And the power comes back
    When courier Janis has loaded B
    Then B lies in compartment 2

  Scenario: On the third day the same code is sent again (8.6.5)
    Given a parcel A of size S for Anna lies inside
    When the power is away for 4 days
    Then Anna has received 2 messages about A
    And Anna has received 1 different code for A
    When Anna opens the door of A
    Then door 1 is open
