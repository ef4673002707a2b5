Feature: Badge and PIN

  003-2.15: couriers may be of other companies, and badges get lost.  Decision 2: a PIN is taken
  only after a badge, and has a budget of its own.

  Scenario: A wrong PIN is not let in
    Given courier Janis has a badge
    When courier Janis scans the badge
    And courier Janis types a wrong PIN
    Then the screen is "PIN"
    And the screen says "That PIN is not right"
    And the server has 1 wrong_pin entry
    When courier Janis types the PIN
    Then the screen is "run"

  Scenario: Five wrong PINs lock the badge for a day, and tell a fresh battery from a fresh day
    Given courier Janis has a badge
    When courier Janis scans the badge
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    Then the screen is "PIN"
    When courier Janis types a wrong PIN
    Then the screen is "refusal"
    And the screen says "This badge is locked"
    When 1 minute passes
    And courier Janis scans the badge
    Then the screen says "This badge is locked"
    When the power is away for 1 minute
    And courier Janis scans the badge
    Then the screen says "This badge is locked"

  Scenario: A locked badge locks nobody else
    Given courier Janis has a badge
    And courier Liga has a badge
    When courier Janis scans the badge
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Liga starts a run
    Then the screen is "run"

  Scenario: A PIN opens nothing without its badge
    Given courier Janis has a badge with the PIN 4821
    And courier Liga has a badge with the PIN 7777
    When courier Liga scans the badge
    And courier Liga types 4821
    Then the screen says "That PIN is not right"

  Scenario: Somebody who found a badge has not found its PIN
    Given courier Janis has a badge with the PIN 4821
    And courier Liga has a badge with the PIN 7777
    When courier Liga scans the badge of courier Janis
    And courier Liga types the PIN
    Then the screen says "That PIN is not right"

  Scenario: Wrong PINs cost recipients nothing
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    When courier Janis scans the badge
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Janis types a wrong PIN
    And courier Janis presses "cancel"
    And Anna opens the door of A
    Then door 1 is open

  Scenario: A revoked badge is refused with reason, ground and next step
    Given courier Janis has a badge
    And the operator revokes the badge of Janis
    When courier Janis scans the badge
    Then the screen is "refusal"
    And the screen says "This badge is not valid here"
    And the screen says "Only a courier with a valid badge may load parcels."
    And the screen says "Please call your dispatcher."

  Scenario: A badge that is revoked while its PIN is asked for does not get in
    Given courier Janis has a badge
    When courier Janis scans the badge
    And the operator revokes the badge of Janis
    And courier Janis types the PIN
    Then the screen is not "run"

  Scenario: A badge that is revoked in the middle of a run opens no further door
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And the operator revokes the badge of Janis
    And courier Janis scans A
    Then no lock got a pulse

  Scenario: A badge that nobody knows
    When a stranger scans "BADGE-OF-ANOTHER-COMPANY"
    Then the screen is "refusal"
    And no lock got a pulse

  Scenario: The office gives a new badge and PIN
    Given courier Janis has a badge
    And the operator revokes the badge of Janis
    And courier Janis has the badge "A NEW ONE" with the PIN 1357
    When courier Janis starts a run
    Then the screen is "run"
