"""What waits for the engine, and in which order it is taken."""

from keyboard.engine.inbox import Inbox
from keyboard.engine.messages import RankRequest
from keyboard.writing.query import Query

RANK = RankRequest(9, "a cup of ", ("tea", "the"))


def ids(inbox, count):
    taken = (inbox.take() for _ in range(count))
    return [item.id if isinstance(item, RankRequest) else item.query.id for item in taken]


def test_of_several_requests_the_newest_is_taken():
    inbox = Inbox()
    for number in (1, 2, 3):
        inbox.put(Query(number, "Hi"))
    assert ids(inbox, 1) == [3]
    assert not inbox.is_waited_for()


def test_words_to_rank_go_first_and_the_suggestions_they_interrupt_are_taken_again():
    inbox = Inbox()
    inbox.put(Query(1, "Hi"))
    assert ids(inbox, 1) == [1]
    inbox.put(RANK)
    assert inbox.is_waited_for()
    assert not inbox.is_superseded()
    assert ids(inbox, 2) == [9, 1]
    assert not inbox.is_waited_for()


def test_a_newer_text_takes_the_place_of_the_interrupted_one():
    inbox = Inbox()
    inbox.put(Query(1, "Hi"))
    assert ids(inbox, 1) == [1]
    inbox.put(RANK)
    inbox.put(Query(2, "Ho"))
    assert ids(inbox, 2) == [9, 2]


def test_a_closed_inbox_gives_nothing():
    inbox = Inbox()
    inbox.put(RANK)
    inbox.close()
    assert inbox.take() is None
