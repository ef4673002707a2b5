Feature: A sender puts in a parcel that was registered before

  002-6.2.1: any valid shipment is taken in, by its label or its number.  002-6.2.5: not diagonally,
  and the door is closed firmly.  002-4.1.1, 4.1.2: what does not fit goes into a larger compartment,
  and the difference may be charged.  Nothing of it needs the network.

  Background:
    Given a parcel A of size S that Anna sends to Berta

  Scenario: One scan opens a door; shutting it is the deposit
    When Anna scans A
    Then door 1 is open
    And the screen is "hand in"
    And the screen says "Put your parcel in"
    And the screen says "not diagonally"
    And the screen says "Then close the door firmly."
    When Anna puts A into compartment 1
    And Anna closes door 1
    Then the screen is "handed in"
    And the screen names A
    And the screen says "Your parcel is with us."
    And the server knows A as handed in

  Scenario: The digits of the number are enough, and an unlabelled parcel gets its number written on
    When Anna types the number of A
    Then door 1 is open
    And the screen says "No label? Then write this number on it."
    And the screen names A

  Scenario: Of unknown size one question is asked
    Given a parcel B of size unknown size that Anna sends to Berta
    When Anna scans B
    Then the screen is "choose size"
    When Anna presses "size M"
    Then door 3 is open

  Scenario: A courier takes it along
    Given courier Janis has a badge
    When Anna has handed in A
    And courier Janis starts a run
    Then the screen says "to be sent"
    When courier Janis looks into compartment 1 and says what is there
    And courier Janis finishes the run
    Then the server knows A as sent on
    When Anna scans A
    Then the screen is "refusal"
    And the screen says "It is on its way"

  Scenario: It does not fit
    When Anna scans A
    And Anna presses "does_not_fit"
    Then the screen says "Take your parcel out again"
    When Anna closes door 1
    And Anna presses "yes"
    Then door 3 is open
    When Anna puts A into compartment 3
    And Anna closes door 3
    Then the server knows A as handed in
    And the server has 1 size_changed entry

  Scenario: Anna thinks better of it, before and after the door was shut
    When Anna scans A
    And Anna presses "take_back"
    And Anna closes door 1
    And Anna presses "yes"
    Then the server knows A as expected
    When Anna scans A
    And Anna puts A into compartment 1
    And Anna closes door 1
    And Anna presses "again"
    Then door 1 is open
    When Anna takes A
    And Anna presses "take_back"
    And Anna closes door 1
    And Anna presses "yes"
    Then the server knows A as expected
    And compartment 1 is empty

  Scenario: With no network
    Given the network is away
    When Anna has handed in A
    Then A lies in compartment 1
    When the network is back
    Then the server knows A as handed in

  Scenario: A parcel that nobody has announced
    When Anna scans "RR000000005LV"
    Then the screen is "refusal"
    And the screen says "We do not know this parcel"
    And the screen says "Ground: terms of service, 6.2.1"
    And no lock got a pulse

  Scenario: No compartment is free
    Given parcels of size S for other people lie in the compartments 1 and 2
    And parcels of size M for other people lie in the compartments 3
    And parcels of size L for other people lie in the compartments 4
    When Anna scans A
    Then the screen says "No free compartment for it"
    And the screen says "Ground: terms of service, 8.6.13"

  Scenario: Without the phone of its recipient it is not taken in (002-8.2)
    When this arrives on down/orders
      """
      {"v": 1, "orders": [{"number": NEXT, "kind": "announce", "shipment": "RR000000005LV",
       "way": "send", "size": "S", "sides_mm": [], "code": "", "token": "", "phone_end": "123",
       "kept": 0, "until_s": 0, "pickup_code": "", "pickup_token": "", "pickup_phone_end": ""}]}
      """
    And Anna scans "RR000000005LV"
    Then the screen says "The recipient's phone is missing"
    And the screen says "Ground: terms of service, 8.2"
    And no lock got a pulse

  Scenario: Whoever walks away from the open door blocks nobody
    Given a parcel B of size S for Carl lies inside
    When Anna scans A
    And Anna puts A into compartment 2
    And 250 seconds pass
    Then the screen is "enter your code"
    When Carl has collected B
    Then the server knows B as delivered

  Scenario: The power is cut at any moment
    Given courier Janis has a badge
    When the power is cut at any moment while Anna has handed in A
    And courier Janis looks into everything that is in doubt
    Then the server knows A as handed in or expected or sent on
