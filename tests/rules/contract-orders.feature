Feature: Orders that are not as they should be

  Design 7: a payload is valid as a whole or refused as a whole with the place of the fault; then
  nothing else happens.  Orders take effect once and in order, whoever owns the broker.

  Scenario Outline: A corrupt order is refused with its place, and changes nothing
    Given a parcel A of size S for Anna lies inside
    When this arrives on down/orders
      """
      <payload>
      """
    Then the terminal has refused what came on down/orders because of "<place>"
    When Anna opens the door of A
    Then door 1 is open

    Examples:
      | payload                                                                                     | place                |
      | {"v":1,"orders":[{"number":NEXT,"kind":"expect","shipment":"X","size":"XXL","sides_mm":[],"code":"00000000000000000000000000000000","token":"","phone_end":"123"}]} | $.orders[0].size |
      | {"v":1,"orders":[{"number":NEXT,"kind":"open_all"}]}                                        | $.orders[0].kind     |
      | {"v":1,"orders":[{"number":"1","kind":"withdraw","shipment":"A'"}]}                         | $.orders[0].number   |
      | {"v":1,"orders":[{"number":NEXT,"kind":"withdraw","shipment":"A'","why":"?"}]}              | $.orders[0]          |
      | {"v":2,"orders":[]}                                                                         | $.v                  |
      | {"v":1,"orders":[{"number":NEXT,"kind":"withdraw","shipment":"A'"                           | $                    |
      | rubbish                                                                                     | $                    |

  Scenario: One bad order spoils the whole message
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When this arrives on down/orders
      """
      {"v":1,"orders":[
        {"number":NEXT,"kind":"withdraw","shipment":"A'"},
        {"number":0,"kind":"withdraw","shipment":"A'"}]}
      """
    Then the terminal has refused what came on down/orders because of "$.orders[1].number"
    When courier Janis has loaded A
    Then the server knows A as inside

  Scenario: An acknowledgement of what was never written purges nothing and is told
    Given a parcel A of size S for Anna lies inside
    When this arrives on down/ack
      """
      {"v":1,"journal":"00000000000000000000000000000000","seq":1,"head":"0000000000000000000000000000000000000000000000000000000000000000","time_s":1792500000}
      """
    Then the terminal has refused what came on down/ack because of "$.journal"
    When Anna has collected A
    Then the server has stored every entry exactly once

  Scenario: A policy that cannot be is refused with the reason
    When the operator sets the rule grace_s to 5
    Then the last order set_policy was refused because "policy grace_s must be 20 to 600"

  Scenario: The operator's rules are obeyed
    Given a parcel A of size S for Anna lies inside
    And the operator sets the rule grace_s to 20
    And the operator sets the rule reopenings to 0
    When Anna collects A
    Then the screen does not offer "again"
    When 22 seconds pass
    Then the server knows A as delivered

  Scenario: An order that comes twice counts once
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    And the network loses 0 of 100 messages and repeats 100
    When the sender withdraws A
    And 5 minutes pass
    Then the last order withdraw was applied
    And the server knows A as withdrawn
    And the server has stored every entry exactly once
