Feature: The recipient is identified before the door opens (002-5.3.3)

  The sender names the recipient; the parcel is given out after Smart-ID or eParaksts mobile. The
  server asks and compares, the terminal shows what it is given. Where it cannot be done the door
  stays shut, the code is not spent, and a post office with the passport is the other way (000).

  Background:
    Given a parcel A of size S for Anna lies inside
    And the sender asks to identify Anna for A

  Scenario Outline: Whoever proves to be the recipient gets the parcel
    When Anna types the code of A and chooses <way>
    Then the glass shows a square code
    And door 1 is shut
    And no lock got a pulse
    When Anna confirms with the phone
    Then door 1 is open
    When Anna takes A
    And Anna closes the door
    And 61 seconds pass
    Then the server knows A as delivered

    Examples:
      | way              |
      | Smart-ID         |
      | eParaksts mobile |

  Scenario: The square code of Smart-ID is another one each second
    When Anna types the code of A and chooses Smart-ID
    Then each second the glass shows another square code, for 20 seconds

  Scenario: Without identification the parcel waits, and other parcels do not
    Given a parcel B of size S for Berta lies inside
    When Berta opens the door of B
    Then door 2 is open

  Scenario Outline: Every other end is said in words, and the code lives
    When Anna types the code of A and chooses Smart-ID
    And Anna <answer> on the phone
    Then the screen is "not identified"
    And the screen says "<title>"
    And the screen says "Your code stays valid."
    And the screen says "Ground: terms of service, 5.3.3"
    And no lock got a pulse
    When Anna presses "cancel"
    And Anna types the code of A and chooses Smart-ID
    And Anna confirms with the phone
    Then door 1 is open

    Examples:
      | answer                     | title                        |
      | refuses                    | It was refused on the phone  |
      | chooses the wrong code     | Another code was chosen      |
      | has no account             | No account was found         |
      | has an old app             | The app is too old           |
      | has an expired certificate | The certificate is not valid |
      | breaks off                 | The identification failed    |

  Scenario: Whoever refuses may try again at once
    When Anna types the code of A and chooses eParaksts mobile
    And Anna refuses on the phone
    And Anna presses "again"
    And Anna presses "smart_id"
    And Anna confirms with the phone
    Then door 1 is open

  Scenario: Somebody else with the code and an identity of the own does not get it
    When a stranger types the code of A and chooses Smart-ID
    And a stranger confirms with the phone
    Then the screen says "This parcel is for somebody else"
    And the screen says "a post office also takes a passport"
    And no lock got a pulse

  Scenario: A level below the qualified one is not enough
    When Anna types the code of A and chooses Smart-ID
    And Anna confirms with the phone at the level advanced
    Then the screen says "This account is not enough"
    And no lock got a pulse

  Scenario: Nobody answers
    When Anna types the code of A and chooses Smart-ID
    And 105 seconds pass
    Then the screen says "Nothing was confirmed on the phone in time."
    And no lock got a pulse

  Scenario: Smart-ID cannot be reached, eParaksts mobile can
    Given Smart-ID cannot be reached
    When Anna types the code of A and chooses Smart-ID
    Then the screen says "The identification does not answer"
    When Anna presses "again"
    And Anna presses "eparaksts"
    And Anna confirms with the phone
    Then door 1 is open
