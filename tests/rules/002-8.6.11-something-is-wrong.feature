Feature: Something is wrong with the parcel

  002-8.6.11: whoever finds another's parcel puts it back and calls.  002-4.2.9: damaged packaging is
  said at receipt.  002-8.4: a parcel is refused unopened, and the refusal is signed.

  Background:
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge

  Scenario: It is not hers: she puts it back, and nobody opens until somebody has looked
    When Anna types the code of A
    And Anna presses "problem"
    Then the screen is "what is wrong"
    When Anna presses "This is not my parcel"
    Then the screen is "put back"
    When Anna closes door 1
    Then the screen is "refusal"
    And the screen says "Ground: terms of service, 8.6.11"
    And the screen says "+371 67008001"
    And A lies in compartment 1
    And the server has an incident "not theirs" about compartment 1
    When Anna walks away
    And Anna types the code of A
    Then the screen is "refusal"
    And all doors are shut
    When Anna walks away
    And courier Janis looks into everything that is in doubt
    And Anna has collected A
    Then the server knows A as delivered

  Scenario: The packaging is damaged, and she takes it
    When Anna types the code of A
    And Anna presses "problem"
    And Anna presses "The packaging is damaged"
    Then the screen says "The damage is noted."
    And the server has an incident "damaged" about compartment 1
    When Anna takes A
    And Anna closes door 1
    And 61 seconds pass
    Then the server knows A as delivered

  Scenario: She refuses it and signs with her code
    When Anna types the code of A
    And Anna presses "problem"
    And Anna presses "I do not want it"
    And Anna closes door 1
    Then the screen is "sign"
    When Anna types the code of A
    Then the screen says "You do not want this parcel"
    And the screen says "Ground: terms of service, 8.4, 9.3"
    And the server knows A as called back
    When Anna walks away
    And courier Janis starts a run
    Then the screen says "refused"
    When courier Janis looks into compartment 1 and says what is there
    Then the server knows A as removed

  Scenario: The power is cut at any moment while she refuses it
    When Anna types the code of A
    And Anna presses "problem"
    And Anna presses "I do not want it"
    When the power is cut at any moment while Anna closes door 1
    Then A lies in compartment 1
    And the server has no collected entries

  Scenario: She cannot reach it
    When Anna types the code of A
    And Anna presses "problem"
    And Anna presses "I cannot reach it"
    And Anna closes door 1
    Then the screen says "Your parcel stays here, and your code stays valid."
    When Anna walks away
    And Anna has collected A
    Then the server knows A as delivered
