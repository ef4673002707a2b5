Feature: A courier loads parcels

  002-5.1.2, 8.6.2: the courier brings a parcel to a compartment that it fits; the notice goes out
  when its door was shut.  From parcel to parcel nothing is pressed (decision 16).

  Scenario: Badge, PIN, parcel after parcel, with no tap between them
    Given a parcel A of size S for Anna
    And a parcel B of size M for Bruno
    And courier Janis has a badge
    When courier Janis scans the badge
    Then the screen is "PIN"
    When courier Janis types the PIN
    Then the screen is "run"
    When courier Janis scans A
    Then the screen is "put in"
    And the screen points at door 1
    And only door 1 is open
    And Anna has received no code for A
    When courier Janis puts A in
    And courier Janis closes the door
    Then the screen is "run"
    And the screen says "Stored in 1"
    And the server knows A as inside in compartment 1
    And Anna has received a code for A
    When courier Janis scans B
    Then only door 3 is open
    When courier Janis puts B in
    And courier Janis closes the door
    Then the server knows B as inside in compartment 3
    When courier Janis finishes the run
    Then the screen is "enter your code"
    And the server has 1 run_begun entry
    And the server has 1 run_ended entry
    And the server has no incidents

  Scenario: A smaller parcel goes into the smallest compartment that is free
    Given a cabinet with the compartments 1 L, 2 M, 3 S and 4 XS
    And a parcel A of size XS for Anna
    And a parcel B of size XS for Bruno
    And courier Janis has a badge
    When courier Janis has loaded A and B
    Then A lies in compartment 4
    And B lies in compartment 3

  Scenario Outline: The terminal fits a parcel whose sides are known (002-6.2.4)
    Given a cabinet with the compartments 1 XS, 2 S, 3 M and 4 L
    And a parcel A of size <sides> for Anna
    And courier Janis has a badge
    When courier Janis has loaded A
    Then A lies in compartment <door>

    Examples:
      | sides       | door |
      | 80x150x500  | 1    |
      | 150x80x500  | 1    |
      | 85x160x500  | 3    |
      | 84x379x580  | 2    |
      | 180x370x580 | 4    |
      | 179x379x600 | 3    |
      | 370x370x600 | 4    |

  Scenario: What is too large for every compartment is refused before it comes
    Given a parcel A of size 375x375x600 for Anna
    Then the last order expect was refused because "too big"
    And the server knows A as refused

  Scenario: Indoors a compartment is two centimetres shorter (002-4.1.2)
    Given the cabinet stands indoors
    And a parcel A of size 100x100x590 for Anna
    Then the last order expect was refused because "too big"

  Scenario: An unknown parcel is not taken
    Given courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans "RR123456785LV"
    Then the screen is "run"
    And the screen says "Not expected here"
    And "refused" has sounded
    And no lock got a pulse

  Scenario: A parcel that the sender wants back is not taken (002-10.3)
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    And the sender withdraws A
    When courier Janis starts a run
    And courier Janis scans A
    Then the screen says "Not expected here"
    And no lock got a pulse
    And the server knows A as withdrawn

  Scenario: A size that nobody knows is chosen
    Given a parcel A of size unknown size for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    Then the screen is "choose size"
    And no lock got a pulse
    When courier Janis presses "size M"
    Then the screen is "put in"
    And only door 3 is open

  Scenario: A parcel that does not fit goes into a larger compartment
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    And courier Janis presses "does_not_fit"
    Then the screen says "Take your parcel out again"
    When courier Janis closes the door
    Then the screen is "is it out"
    When courier Janis presses "yes"
    Then the screen is "put in"
    And only door 3 is open
    When courier Janis puts A in
    And courier Janis closes the door
    Then the server knows A as inside in compartment 3
    And the terminal reports no compartment out of use

  Scenario: A parcel that did not fit and was left inside all the same is inside
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    And courier Janis puts A in
    And courier Janis presses "does_not_fit"
    And courier Janis closes the door
    And courier Janis presses "no"
    Then the server knows A as inside in compartment 1

  Scenario: A compartment that is not empty is not used, and looked into
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    And courier Janis presses "not_empty"
    And courier Janis closes the door
    And courier Janis presses "yes"
    Then only door 2 is open
    When courier Janis puts A in
    And courier Janis closes the door
    Then A lies in compartment 2
    And the server knows A as inside in compartment 2
    And the screen offers "inspect 1"
    And the terminal reports compartment 1 out of use because "not empty"

  Scenario: A parcel is scanned while a door is open: refused aloud and never queued
    Given a parcel A of size S for Anna
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    And courier Janis scans B
    Then the screen is "put in"
    And the screen says "Close this door first"
    And "refused" has sounded 1 time
    And only door 1 is open
    When courier Janis puts A in
    And courier Janis closes the door
    Then the screen is "run"
    And all doors are shut
    And the server knows A as inside in compartment 1
    And the server knows B as expected

  Scenario: A child closes the courier's door before the parcel is in
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    And a child closes door 1
    Then the screen is "run"
    When courier Janis scans A
    Then the screen says "It should lie in 1"
    And the screen offers "inspect 1"
    And the terminal reports compartment 1 out of use because "scanned elsewhere"
    When courier Janis looks into compartment 1 and says what is there
    Then the terminal reports no compartment out of use

  Scenario: Another door that shuts does not end a deposit
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    And somebody forces door 4 open
    When courier Janis starts a run
    And courier Janis scans A
    And a child closes door 4
    Then the screen is "put in"
    And the server knows A as being loaded
    When courier Janis puts A in
    And courier Janis closes the door
    Then the server knows A as inside in compartment 1

  Scenario: A courier who is silent for a minute gives the PIN again
    Given a parcel A of size S for Anna
    And courier Janis has a badge
    When courier Janis starts a run
    And 61 seconds pass
    Then the screen is "PIN"
    And the screen says "Your run was paused"
    When courier Janis scans A
    Then no lock got a pulse
    When courier Janis types the PIN
    Then the screen is "run"

  Scenario: A courier who is gone does not leave the terminal open
    Given courier Janis has a badge
    When courier Janis starts a run
    And 3 minutes pass
    Then the screen is "enter your code"
    And the server has 1 run_ended entry

  Scenario: The badge ends the run as well
    Given courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans the badge
    Then the screen is "enter your code"

  Scenario: Two couriers, one after the other
    Given a parcel A of size S for Anna
    And a parcel B of size S for Bruno
    And courier Janis has a badge
    And courier Liga has a badge with the PIN 7777
    When courier Janis has loaded A
    And courier Liga has loaded B
    Then the server knows A as inside in compartment 1
    And the server knows B as inside in compartment 2
    And the server has 2 run_begun entries

  Scenario: A parcel that lies inside cannot be in the hand too
    Given a parcel A of size S for Anna lies inside
    And courier Janis has a badge
    When courier Janis starts a run
    And courier Janis scans A
    Then the screen says "It should lie in 1"
    And no lock got a pulse
    And the terminal reports compartment 1 out of use because "scanned elsewhere"
