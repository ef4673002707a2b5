Feature: What is paid for when it is collected lies alone

  002-8.6.9: parcels with cash on delivery share no compartment: each has its own.

  Background:
    Given a parcel A of size S for Anna
    And a parcel B of size S for Anna
    And courier Janis has a badge

  Scenario: The newcomer is to be paid for
    Given B is to be paid for when it is collected
    When courier Janis has loaded A and B
    Then A lies in compartment 1
    And B lies in compartment 2

  Scenario: What lies there is to be paid for
    Given A is to be paid for when it is collected
    When courier Janis has loaded A and B
    Then B lies in compartment 2
    And the screen is "enter your code"
    When Anna has collected B
    Then the server knows B as delivered

  Scenario: With no network too
    Given B is to be paid for when it is collected
    And the network is away
    When courier Janis has loaded A and B
    Then B lies in compartment 2

  Scenario: It is to be paid for once it lies with another: it comes out, the other stays
    Given courier Janis has loaded A and B
    When B is to be paid for when it is collected
    Then the last order set_dues was refused because "lies with others"
    And the server knows B as called back
    When courier Janis starts a run
    And courier Janis looks into compartment 1 and says what is there
    And courier Janis finishes the run
    And Anna has collected A
    Then the server knows A as delivered
    And the server knows B as removed
