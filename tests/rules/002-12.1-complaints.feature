Feature: Complaints, and who may make them

  002-12.1: a complaint is made in writing.  002-12.2: it is answered within a month, about cash on
  delivery that was not collected within 15 working days.  002-12.4: only the sender claims for what
  was lost or damaged, and (12.9) has six months for it.

  Scenario: The help says where, until when and who
    When Anna presses "help"
    And Anna presses "3 Complaints"
    Then the screen says "Complain in writing, at a post office or by e-mail."
    And the screen says "within 1 month"
    And the screen says "within 15 working days"
    And the screen says "Only the sender can claim, within 6 months."
    And the screen says "Ground: terms of service, 12.1, 12.2, 12.4, 12.9"
    And the screen says "info@pasts.lv"
    And a phone reads "mailto:info@pasts.lv" from the screen
