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


def test_a_key_that_comes_after_words_to_rank_goes_before_them():
    inbox = Inbox()
    inbox.put(RANK)
    inbox.put(Query(2, "Ho"))
    assert ids(inbox, 2) == [2, 9]


def test_a_key_stops_the_ranking_which_goes_on_after_it():
    inbox = Inbox()
    inbox.put(Query(1, "Hi"))
    inbox.put(RANK)
    assert ids(inbox, 1) == [9]
    assert not inbox.is_ranking_void()
    inbox.put(Query(2, "Ho"))
    assert inbox.is_ranking_void()
    inbox.put_back(RANK)
    assert ids(inbox, 3) == [2, 9, 2]


def test_of_words_to_rank_the_newest_stay():
    inbox = Inbox()
    inbox.put(RANK)
    assert ids(inbox, 1) == [9]
    newer = RankRequest(10, "a cup of ", ("coffee",))
    inbox.put(newer)
    assert inbox.is_ranking_void()
    inbox.put_back(RANK)
    assert inbox.take() == newer


def test_a_closed_inbox_gives_nothing():
    inbox = Inbox()
    inbox.put(RANK)
    inbox.close()
    assert inbox.take() is None
