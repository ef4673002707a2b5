Feature: How long it takes

  001-20: whoever cannot be served at once is told how long it takes.

  Scenario: The help says how long an answer takes
    When Anna presses "help"
    And Anna presses "6 How long an answer takes"
    Then the screen says "Complaints: at most 1 month."
    And the screen says "if we cannot answer at once, we say how long it takes"

  Scenario: Whoever has to wait for the next try reads how long, and may read the help meanwhile
    Given a parcel A of size S for Anna lies inside
    When a stranger types 4 wrong codes as fast as the terminal allows
    Then the screen says "Next try in"
    When the stranger presses "help"
    Then the screen is "help"
    When Anna types the code of A
    Then the screen says "Next try in"
    And all doors are shut
