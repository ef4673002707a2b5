Feature: Is my message genuine?

  000-5, 12 and 13 and 14: messages come from the sender "Pasts.lv"; who doubts one calls or writes.
  Nobody of us asks for a code.

  Scenario: The help names the sender, both numbers and the address
    When Anna presses "help"
    And Anna presses "2 Is my message genuine?"
    Then the screen says "Our messages come from the sender Pasts.lv."
    And the screen says "We never ask you to tell us your code."
    And the screen says "+371 67008001"
    And the screen says "+371 27008001"
    And the screen says "info@pasts.lv"
