Feature: Somebody has no code

  002-8.6.3: whoever got no code asks the sender; a phone number is corrected at the sender's
  request only, and nothing can be looked up here by phone number.

  Scenario: The help sends her to the sender
    When Anna presses "help"
    Then the screen is "help"
    When Anna presses "1 I have no code"
    Then the screen is "help topic"
    And the screen says "only when the sender asks us to"
    And the screen says "Nobody can look it up here."
    And the screen says "Please ask the sender to contact us."
    And the screen says "Ground: terms of service, 8.6.3"
    And the screen says "+371 67008001"
    When Anna presses "All topics"
    Then the screen is "help"
    When Anna presses "Close"
    Then the screen is "enter your code"

  Scenario: With a keypad alone
    When Anna types 0
    And Anna presses "OK" on the keypad
    Then the screen is "help"
    When Anna types 1
    And Anna presses "OK" on the keypad
    Then the screen says "Please ask the sender to contact us."
    When Anna presses "erase" on the keypad
    Then the screen is "help"
    When Anna presses "cancel" on the keypad
    Then the screen is "enter your code"

  Scenario: Her phone number is no way to a code
    Given a parcel A of size S for Anna lies inside
    When Anna presses "help"
    And Anna presses "1 I have no code"
    And Anna types 26123456 quickly
    Then the screen is "enter your code"
    And all doors are shut
    And the server has no wrong_code entries

  Scenario: Whoever comes next types the code, and the help is gone
    Given a parcel A of size S for Anna lies inside
    When a child presses "help"
    And the child presses "2 Is my message genuine?"
    And Anna opens the door of A
    Then door 1 is open

  Scenario: Or scans the picture of the message
    Given a parcel A of size S for Anna lies inside
    When a child presses "help"
    And Anna scans the picture in the message about A
    Then door 1 is open

  Scenario: A courier need not send anybody away
    Given courier Janis has a badge
    When a child presses "help"
    And the child presses "4 Feedback"
    And courier Janis scans the badge
    Then the screen is "PIN"

  Scenario: Left alone, the terminal asks for a code again
    When a child presses "help"
    And 46 seconds pass
    Then the screen is "enter your code"
