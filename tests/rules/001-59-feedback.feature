Feature: Feedback in four classes

  001-59: feedback is one of four classes.  It is counted without a name, and a rating is asked for
  where the operator wants one.

  Scenario: Exactly the four classes are offered
    When Anna presses "help"
    And Anna presses "4 Feedback"
    Then the screen is "feedback"
    And the screen offers "1 Suggestion"
    And the screen offers "2 Praise"
    And the screen offers "3 Complaint about the service"
    And the screen offers "4 Complaint about customer service"
    And the screen does not offer "5"

  Scenario Outline: Each is counted at the server
    When Anna presses "help"
    And Anna presses "4 Feedback"
    And Anna presses "<class>"
    Then the screen is "feedback noted"
    And the server has 1 feedback_given entry
    And the screen says "For an answer, please complain in writing: it comes within 1 month."

    Examples:
      | class                              |
      | 1 Suggestion                       |
      | 2 Praise                           |
      | 3 Complaint about the service      |
      | 4 Complaint about customer service |

  Scenario: With no network it is counted later
    Given the network is away
    When Anna presses "help"
    And Anna presses "4 Feedback"
    And Anna presses "2 Praise"
    Then the screen is "feedback noted"
    And the server has no feedback_given entries
    When the network is back
    Then the server has 1 feedback_given entry

  Scenario: By the rules as they come nobody is asked for a rating (001-51)
    When Anna presses "help"
    And Anna presses "4 Feedback"
    And Anna presses "2 Praise"
    Then the screen is not "rating"
    And the server has no rated entries

  Scenario: Where the operator wants a rating it is one touch, and nobody must (001-51)
    Given the operator sets the rule rating to 1
    When Anna presses "help"
    And Anna presses "4 Feedback"
    And Anna presses "1 Suggestion"
    Then the screen is "rating"
    When Anna presses "5"
    Then the screen is "feedback noted"
    And the server has 1 rated entry
    When Berta types 0
    Then the screen is "enter your code"
    When Berta presses "OK" on the keypad
    And Berta types 4
    And Berta presses "OK" on the keypad
    And Berta types 2
    And Berta presses "OK" on the keypad
    Then the screen is "rating"
    When 21 seconds pass
    Then the screen is "enter your code"
    And the server has 1 rated entry
    And the server has 2 feedback_given entries
