Feature: Help with eParaksts

  001-33 and 56: the line of eParaksts is told.  001-43: its working hours, and that a suspension is
  possible at any hour.  001-47: how long an application takes.

  Scenario: Its number and its hours
    When Anna presses "help"
    And Anna presses "5 eParaksts support"
    Then the screen says "+371 67108787"
    And the screen says "on working days 9.00 to 18.00"
    And the screen says "Calls are recorded."
    And the screen says "the same number, 24 hours a day"
    And a phone reads "https://eparaksts.lv" from the screen

  Scenario: The time that an answer takes
    When Anna presses "help"
    And Anna presses "6 How long an answer takes"
    Then the screen says "Applications to eParaksts: 1 working day."
    And the screen says "What comes outside working hours is begun on the next working day."
