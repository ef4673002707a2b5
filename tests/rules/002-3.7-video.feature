Feature: People know that they are filmed

  002-3.7: whoever puts something in or takes something out is told of the video surveillance; so is
  whoever only comes near.

  Scenario: A recipient reads it from the first screen to the last
    Given a parcel A of size S for Anna lies inside
    Then the screen is "enter your code"
    And the screen says "Video surveillance in use"
    When Anna opens the door of A
    Then the screen is "take out"
    And the screen says "Video surveillance in use"
    When Anna presses "problem"
    And Anna presses "This is not my parcel"
    Then the screen is "put back"
    And the screen says "Video surveillance in use"
    When Anna presses "back"
    And Anna takes A
    And Anna closes the door
    Then the screen is "thank you"
    And the screen says "Video surveillance in use"

  Scenario: It is said while a door is about to open, and where it did not
    Given a parcel A of size S for Anna lies inside
    And door 1 is frozen
    When Anna types the code of A quickly
    Then the screen is "opening"
    And the screen says "Video surveillance in use"
    When somebody waits until the screen is "did not open"
    Then the screen is "did not open"
    And the screen says "Video surveillance in use"

  Scenario: A courier reads it at each open door
    Given courier Janis has a badge
    And a parcel A of size S for Anna
    When courier Janis starts a run
    And courier Janis scans A
    Then the screen is "put in"
    And the screen says "Video surveillance in use"

  Scenario: In Latvian too
    When Anna presses "language lv"
    Then the screen says "Šeit notiek videonovērošana"
