Feature: Rules and prices in force

  002-0 "Title page": the rules are a document with a number and a version.  002-3.4: they may change,
  and are published.  002-3.8: so are the prices.

  Scenario: The help names both with their versions, and leads a phone to them
    When Anna presses "help"
    And Anna presses "7 Rules and prices"
    Then the screen says "Rules in force: PP12-04, v5"
    And the screen says "Price list in force: 2026-07"
    And the screen says "published on www.pasts.lv"
    And the screen says "Ground: terms of service, 3.4, 3.8"
    And a phone reads "https://www.pasts.lv" from the screen

  Scenario: What the operator changes is in force at once, under a new version
    Given the operator sets the rule reopenings to 2
    And the operator sets the rule reopenings to 4
    When Anna presses "help"
    And Anna presses "7 Rules and prices"
    Then the screen says "Settings of this terminal: version 2"
