"""Find text in the wrong language on a page: messages of the other catalogue and the framework's English."""

import re
from functools import cache

from components.words.texts import Texts
from serving.page_words import WORDS
from tests.components.words.test_texts import messages, placeholders, wordings

#: Every text and every name on the page that is seen or read aloud, apart from what says itself that it is in another
#: language, and from the cells of the tables as they stand.
_SAID = """() => {
  const said = new Set(), other = (element) => element.closest("[lang]")?.lang !== document.documentElement.lang;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const silent = element.closest("script, style, [aria-hidden=true], .st-key-data-table-frame, .st-key-data-columns tbody");
    if (!silent && !other(element)) said.add(texts.currentNode.data.trim());
  }
  for (const name of ["aria-label", "placeholder", "title", "alt", "data-title"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!other(element) && !element.closest("[aria-hidden=true]")) said.add(element.getAttribute(name).trim());
  return [...said];
}"""


#: A pattern must have so many letters of its own to tell one language from another.
LETTERS = 12


@cache
def _said_by(lang: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the messages of ``lang`` as they are shown, without marks of bold and italics: whole ones, and patterns of the others."""
    texts = {text.strip().strip("*_") for message in messages(lang).values() for text in wordings(message)}
    filled = {text for text in texts if placeholders(text)}
    patterns = [re.sub(r"\\{\w*\\}", ".+", re.escape(text)) for text in sorted(filled) if len(re.sub(r"\{\w*\}|\W", "", text)) >= LETTERS]
    return frozenset(texts - filled), tuple(patterns)


@cache
def _foreign(lang: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Return what must not be said in ``lang``: whole texts, and a pattern of texts that vary."""
    whole, patterns = _said_by("en" if lang == "de" else "de")
    framework = {said for said, message in WORDS.items() if Texts(lang).t(message) != said}
    varied = [re.escape(said).replace(r"\#", ".+") for said in framework if "#" in said]
    own = _said_by(lang)
    return (whole | framework) - own[0], re.compile("|".join(sorted({*patterns, *varied} - set(own[1]))))


def foreign_words(page, lang):
    """Return what ``page`` says that is not in ``lang``."""
    whole, pattern = _foreign(lang)
    return [text for text in page.evaluate(_SAID) if text in whole or pattern.fullmatch(text)]
