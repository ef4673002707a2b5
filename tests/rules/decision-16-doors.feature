Feature: Doors are watched always

  Decision 16: a door that is open without anybody being allowed to is written down and sounds the
  alarm; another door that shuts never advances a visit; at power-on each door is compared with
  what was last known of it.

  Scenario: A door is forced open
    Given a parcel A of size S for Anna lies inside
    When a thief forces door 1 open
    Then "alarm" has sounded 1 time
    And the server has an incident "forced open" about compartment 1
    And the terminal reports compartment 1 out of use because "opened without order"
    And no lock got a pulse
    And the server knows A as inside

  Scenario: A forced door is nobody's visit
    When a thief forces door 1 open
    Then the screen is "enter your code"
    And the screen says "Door 1 stands open. Please close it firmly."

  Scenario: A door that was forced and shut is not offered until somebody has looked
    Given a cabinet with the compartments 1 S and 2 S
    And a parcel A of size S for Anna
    And courier Janis has a badge
    When a thief forces door 1 open
    And a child closes door 1
    And courier Janis has loaded A
    Then A lies in compartment 2
    When courier Janis looks into everything that is in doubt
    Then the terminal reports no compartment out of use
    And the terminal reports 1 free compartment of size S
    And the server has no incident "forced open"

  Scenario: A door is forced open while somebody else collects
    Given a parcel A of size S for Anna lies inside
    And a parcel B of size S for Bruno lies inside
    When Anna opens the door of A
    And a thief forces door 2 open
    Then "alarm" has sounded 1 time
    And the screen points at door 1
    When Anna takes A
    And Anna closes door 1
    Then the screen is "thank you"
    When 62 seconds pass
    Then the server knows A as delivered
    And the server has an incident "forced open" about compartment 2

  Scenario: A door is forced open while the power is off
    Given a parcel A of size S for Anna lies inside
    When the power is cut
    And a thief forces door 1 open
    And the power comes back
    Then the server has an incident "forced open" about compartment 1
    And the terminal reports compartment 1 out of use because "opened without order"
    And "alarm" has sounded

  Scenario: A child closes another door while a recipient stands before an open one
    Given a parcel A of size S for Anna lies inside
    And somebody forces door 4 open
    When Anna opens the door of A
    And a child closes door 4
    Then the screen is "take out"
    And the screen points at door 1
    When 5 seconds pass
    Then the server knows A as inside
    And the server has no collected entries

  Scenario: A child closes the recipient's own door before the parcel is out
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    And a child closes door 1
    Then the screen is "thank you"
    And the screen offers "again"
    When Anna presses "Open again"
    Then door 1 is open
    When Anna takes A
    And Anna closes the door
    And 62 seconds pass
    Then the server knows A as delivered

  Scenario: A door that is pulled at stays shut and is nobody's business
    Given a parcel A of size S for Anna lies inside
    When a child pulls at door 1
    Then door 1 is shut
    And "alarm" has sounded no times
    And the terminal reports no compartment out of use

  Scenario: The recipient of a forced compartment gets what is left, and the doubt stays until then
    Given a parcel A of size S for Anna lies inside
    When a thief forces door 1 open
    And a child closes door 1
    And Anna has collected A
    Then the server knows A as delivered
    And the terminal reports no compartment out of use

  Scenario: A door that comes open again after its visit is no visit
    Given a parcel A of size S for Anna lies inside
    And Anna has collected A
    When a thief forces door 1 open
    Then "alarm" has sounded 1 time
    And the server knows A as delivered
