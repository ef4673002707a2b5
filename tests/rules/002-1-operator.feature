Feature: Whose terminal it is

  002-1: the operator, with registration number, address and both support numbers.

  Scenario: The first screen, the help and a refusal say whom to call
    Then the screen says "Latvijas Pasts"
    And the screen says "+371 67008001"
    And the screen says "+371 27008001"
    When Anna presses "help"
    And Anna presses "9 Who we are"
    Then the screen says "Reg. No. 40003052790"
    And the screen says "Ziemeļu iela 10"
    And the screen says "info@pasts.lv"
    And the screen says "+371 67008001"
    And the screen says "+371 27008001"
    When a stranger scans "4751234567890"
    Then the screen is "refusal"
    And the screen says "+371 67008001"
    And the screen says "+371 27008001"

  Scenario: A refusal leads to the help
    When a stranger scans "4751234567890"
    And the stranger presses "help"
    Then the screen is "help"
