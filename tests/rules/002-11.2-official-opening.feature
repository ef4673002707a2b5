Feature: The operator may open a compartment on certain grounds

  002-11.2 a to e: at the recipient's request, to protect the contents or assess damage, where goods
  may be forbidden, where the owner is unknown, and where the law says so.  Two persons, and what was
  found is written down.

  Background:
    Given a parcel A of size S for Anna lies inside
    And technician Tom has a badge

  Scenario: With a ground and a second person's badge
    Given courier Janis has a badge
    When technician Tom looks at the panel of door 1
    And technician Tom presses "official"
    And technician Tom presses "choose assess damage"
    Then the screen is "second badge"
    And no lock got a pulse
    When technician Tom scans the badge
    Then the screen says "This is your own badge."
    And no lock got a pulse
    When courier Janis scans the badge
    Then door 1 is open
    And the server has an incident "official opening" about compartment 1
    When technician Tom counts what lies behind the open door
    Then the server knows A as inside in compartment 1
    And the server has 1 official_opening entry about compartment 1
    And the server has 1 inspected entry about compartment 1
    And the server has no incident "official opening"

  Scenario: Nobody else is there
    When technician Tom looks at the panel of door 1
    And technician Tom presses "official"
    And technician Tom presses "choose law"
    And a stranger scans "4751234567890"
    Then the screen says "This badge is not valid here"
    When 3 minutes pass
    Then the screen is "enter your code"
    And no lock got a pulse
    And the server has no official_opening entries
