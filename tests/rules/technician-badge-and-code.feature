Feature: A technician is let in by a badge and a one-time code

  The code is that of RFC 6238, made of the terminal's own key, so it works without a network.  Each
  code lets in once, also across a power cut.  Without a trusted clock the terminal asks a question
  that the office answers.

  Background:
    Given technician Tom has a badge

  Scenario: Badge and code
    When technician Tom scans the badge
    Then the screen is "one-time code"
    And the server has no care_begun entries
    When technician Tom types the one-time code
    Then the screen is "technician"
    And the server has 1 care_begun entry
    When technician Tom presses "finish"
    Then the screen is "enter your code"
    And the server has 1 care_ended entry

  Scenario: A used code is refused
    When technician Tom is let in
    And technician Tom presses "finish"
    And technician Tom scans the badge
    And technician Tom types the same one-time code again
    Then the screen is "one-time code"
    And the screen says "This code was used before"
    And the server has 1 wrong_onetime entry
    And the server has 1 care_begun entry

  Scenario: A used code is refused after a power cut too
    When technician Tom is let in
    And the power is away for 5 seconds
    And technician Tom scans the badge
    And technician Tom types the same one-time code again
    Then the screen says "This code was used before"
    And the server has 1 care_begun entry

  Scenario: A code of another technician is refused, and too many lock the badge
    Given technician Uma has a badge
    When technician Tom scans the badge
    And technician Tom types the one-time code of Uma
    Then the screen says "This code is not right."
    When technician Tom types the one-time code of Uma
    And technician Tom types the one-time code of Uma
    And technician Tom types the one-time code of Uma
    And technician Tom types the one-time code of Uma
    Then the screen is "refusal"
    And the screen says "This badge is locked"
    And the server has 5 wrong_onetime entries
    And no lock got a pulse

  Scenario: With no network the code works all the same
    Given the network is away
    When technician Tom is let in
    Then the screen is "technician"

  Scenario: Without a trusted clock the office answers a challenge
    Given the power is cut
    And the network is away
    And nobody vouches for the clock
    And the power comes back
    When technician Tom scans the badge
    Then the screen is "one-time code"
    And the screen says "Challenge:"
    When technician Tom types the answer to the challenge
    Then the screen is "technician"

  Scenario: A badge that was revoked
    Given the operator revokes the badge of technician Tom
    When technician Tom scans the badge
    Then the screen is "refusal"
    And the screen says "This badge is not valid here"
