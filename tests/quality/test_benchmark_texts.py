import pytest

from benchmarks.texts import news
from corpus.check import ARTICLES
from corpus.notation import read_articles
from corpus.split import split_of


@pytest.mark.parametrize("code", ["ja", "en"])
def test_one_sentence_in_three_of_the_news_that_is_timed_holds_a_claim(code: str) -> None:
    texts = "\n".join(news(code))
    unseen = [article for path in sorted(ARTICLES.glob("*.txt")) for article in read_articles(path, [])
              if article.language == code and split_of(article.id) == "check"]
    sentences = [sentence for article in unseen if article.sentences[-1].text in texts
                 for sentence in article.sentences]
    assert len(sentences) > 100
    assert 0.30 <= sum(bool(sentence.acts) for sentence in sentences) / len(sentences) <= 0.36
    assert all(sentence.text in texts for sentence in sentences)
