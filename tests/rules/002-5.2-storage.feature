Feature: A parcel is stored for somebody who collects it at the same terminal

  002-5.2: the compartment that it is put into becomes the one that it is collected from.  The
  recipient's code is known to the terminal beforehand, so no network is needed.

  Background:
    Given a parcel A of size S that Anna stores here for Berta

  Scenario: Berta is told as soon as it lies inside, and collects it
    When Anna scans A
    Then the screen says "Its recipient gets the code at once; without a network, when it is back."
    When Anna puts A into compartment 1
    And Anna closes door 1
    And Anna presses "done"
    Then the server knows A as inside
    And Berta has received 1 message about A
    When Berta has collected A
    Then the server knows A as delivered

  Scenario: With no network the message goes out when it is back
    Given the network is away
    When Anna has handed in A
    Then Berta has received no messages about A
    When the network is back
    Then Berta has received 1 message about A
    When Berta has collected A
    Then the server knows A as delivered

  Scenario: Anna takes it back, and Berta is told
    When Anna scans A
    And Anna puts A into compartment 1
    And Anna closes door 1
    And Anna presses "again"
    And Anna takes A
    And Anna presses "take_back"
    And Anna closes door 1
    And Anna presses "yes"
    Then the server knows A as expected
    When Berta types the code of A
    Then the screen says "Withdrawn by the sender"
    And no lock got a pulse
    And Berta has received 2 messages about A
