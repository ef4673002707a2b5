Feature: A parcel is called back, sent on or held while it lies inside

  002-10.3: the sender may have the parcel back until it is delivered.  002-5.3.2 and 8.6.13: it may
  be sent on to another place.  002-4.3.2 and 7.3: the operator may keep it back.  The code answers
  with reason, ground and next step, and opens nothing; what the door was opened for goes first.

  Background:
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge

  Scenario: The sender calls it back: the code is dead at once, and a courier takes it out
    When the sender withdraws A
    Then the server knows A as called back
    When Anna types the code of A
    Then the screen is "refusal"
    And the screen says "Called back by the sender"
    And the screen says "Ground: terms of service, 10.3"
    And the screen says "Please ask the sender."
    And no lock got a pulse
    When Anna walks away
    And courier Janis starts a run
    Then the screen says "called back"
    When courier Janis looks into compartment 1 and says what is there
    And courier Janis finishes the run
    Then the server knows A as removed
    When Anna types the code of A
    Then the screen says "Called back by the sender"

  Scenario: It is sent on to another place
    When the operator sends A on to another place
    And Anna types the code of A
    Then the screen says "It goes to another place"
    And the screen says "Ground: terms of service, 5.3.2, 8.6.13"
    And no lock got a pulse

  Scenario: It is held, and released
    When the operator holds A because of "contents"
    And Anna types the code of A
    Then the screen says "This parcel is kept back"
    And the screen says "Ground: terms of service, 4.3.2, 7.3"
    And no lock got a pulse
    When Anna walks away
    And the operator no longer holds A
    And Anna has collected A
    Then the server knows A as delivered

  Scenario: The order comes while the recipient stands at the open door: too late
    When Anna types the code of A
    Then door 1 is open
    When the sender withdraws A
    And Anna takes A
    And Anna closes door 1
    And 61 seconds pass
    Then the server knows A as delivered
    And the last order recall was refused because "too late"

  Scenario: The order comes with no network: it takes effect when the terminal hears of it
    Given the network is away
    When the sender withdraws A
    And Anna has collected A
    And the network is back
    Then the server knows A as delivered
    And the last order recall was refused because "too late"

  Scenario: The power is cut at any moment while an order comes
    When the power is cut at any moment while the sender withdraws A
    Then the server knows A as called back
    And A lies in compartment 1
    And no lock got a pulse
