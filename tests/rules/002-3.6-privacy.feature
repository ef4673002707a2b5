Feature: Privacy

  002-3.6: personal data are processed by a privacy policy that anybody can read.

  Scenario: The help says what is kept and leads a phone to the policy
    When Anna presses "help"
    And Anna presses "8 Privacy and video"
    Then the screen says "This terminal keeps neither your name nor your whole phone number."
    And the screen says "Our privacy policy is on www.pasts.lv."
    And the screen says "We film here at all times"
    And the screen says "Ground: terms of service, 3.6, 3.7"
    And a phone reads "https://www.pasts.lv" from the screen
