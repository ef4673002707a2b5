Feature: No network, for days

  002-12.16: technical disturbances of others happen.  Doors that can be opened without the server
  are opened without it, and nothing that happened is lost or told twice.

  Scenario: Collecting with no network for two days, and the server hears of it afterwards
    Given a parcel A of size S for Anna lies inside
    And the network is away
    When 2 days pass
    And Anna has collected A
    Then the server knows A as inside
    And compartment 1 is empty
    When the network is back
    Then the server knows A as delivered
    And the server has 1 collected entry
    And the server has 1 link_lost entry
    And the server has 1 link_found entry
    And the server has stored every entry exactly once

  Scenario: Loading with no network, and the notice goes out when it is back
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    And the network is away
    When courier Janis has loaded A
    Then Anna has received no code for A
    When the network is back
    Then the server knows A as inside in compartment 1
    And Anna has received a code for A
    And Anna has received 1 message
    When Anna has collected A
    Then the server knows A as delivered

  Scenario: A wrong code with no network is simply wrong
    Given a parcel A of size S for Anna lies inside
    And the network is away
    When a stranger types a wrong code
    And 5 seconds pass
    Then the screen says "This code is not known here"
    And no lock got a pulse

  Scenario: A badge of another day is known with no network, a badge revoked meanwhile as well
    Given courier Janis has a badge
    And the network is away
    And the operator revokes the badge of Janis
    When courier Janis starts a run
    Then the screen is "run"
    When courier Janis finishes the run
    And the network is back
    And courier Janis scans the badge
    Then the screen says "This badge is not valid here"

  Scenario: What the operator ordered meanwhile arrives once and in order
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    And the network is away
    And a parcel B of size S for Bruno
    And the sender withdraws A
    And a parcel C of size S for Clara
    When the network is back
    Then the server knows A as withdrawn
    And the server knows B as expected
    And the server knows C as expected
    When courier Janis has loaded B and C
    Then the server knows B as inside in compartment 1
    And the server knows C as inside in compartment 2

  Scenario: The sender wants back what was put in meanwhile: it is called back all the same
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    And the network is away
    When courier Janis has loaded A
    And the sender withdraws A
    And the network is back
    Then the last order withdraw was refused because "too late"
    And the server knows A as called back
    When Anna types the code of A
    Then the screen says "Called back by the sender"
    And no lock got a pulse

  Scenario: The broker is killed and forgets everything
    Given a parcel A of size S for Anna lies inside
    And the broker is killed
    When Anna has collected A
    And the broker is started again
    Then the server knows A as delivered
    And the server has stored every entry exactly once

  Scenario: A network that loses and repeats messages loses and repeats nothing that counts
    Given the network loses 20 of 100 messages and repeats 20
    And a parcel A of size S for Anna
    And courier Janis has a badge
    And 10 minutes pass
    When courier Janis has loaded A
    And 10 minutes pass
    And Anna has collected A
    And 10 minutes pass
    Then the server knows A as delivered
    And Anna has received 1 message
    And the server has stored every entry exactly once

  Scenario: A scanner that is pulled out is told, and codes are typed meanwhile
    Given a parcel A of size S for Anna lies inside
    When the scanner is unplugged
    Then the terminal reports that "scanner" has failed
    When Anna has collected A
    Then the server knows A as delivered
    When the scanner is plugged in again
    And courier Janis has a badge
    And courier Janis starts a run
    Then the screen is "run"

  Scenario: A terminal whose power is gone is seen as gone
    Given a parcel A of size S for Anna lies inside
    When the power is cut
    Then the screen is dark
    When 2 minutes pass
    Then the server sees the terminal offline
    When the power comes back
    Then the server sees the terminal online
