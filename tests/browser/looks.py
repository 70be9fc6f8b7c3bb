"""What can be measured of a page that a browser shows. Each takes a page of Playwright's."""

from __future__ import annotations

from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LETTERS = """text => {
  const at = text.getScreenCTM(), size = at.d * parseFloat(getComputedStyle(text).fontSize);
  const {left, right} = text.getBoundingClientRect(), line = at.f + at.d * parseFloat(text.getAttribute('y'));
  return {left, right, top: line - 0.75 * size, bottom: line + 0.2 * size};
}"""
"""Where the letters of a word are, in any font; browsers do not agree on how high a line is."""
TOUCH = f"""() => {{
  const letters = {LETTERS}, found = [];
  for (const svg of document.querySelectorAll('svg')) {{
    const all = [...svg.querySelectorAll('text')].map(e => [e.textContent, letters(e)]);
    all.forEach(([a, p], n) => all.slice(n + 1).forEach(([b, q]) => {{
      if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom && q.top < p.bottom) found.push([a, b]);
    }}));
  }}
  return found;
}}"""
CUT = f"""() => [...document.querySelectorAll('svg text')].filter(text => {{
  const word = ({LETTERS})(text), box = text.ownerSVGElement.getBoundingClientRect();
  return word.left < box.left || word.right > box.right || word.top < box.top || word.bottom > box.bottom;
}}).map(e => e.textContent)"""


def violations(page: Any) -> list[str]:
    """What axe says against the page: the rule, how often, and the first place."""
    script = """async rules => {
      const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
      return found.violations.map(v => `${v.id} ${v.nodes.length} times: ${v.nodes[0].target} ` +
        v.nodes[0].failureSummary.slice(0, 200));
    }"""
    return list(page.evaluate(script, RULES))


def sideways(page: Any) -> float:
    """Pixels by which the page is wider than its window."""
    return float(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def cut_choices(page: Any, selects: str) -> list[str]:
    """Choices of select fields that are wider than their field, beside its arrow."""
    script = """selects => [...document.querySelectorAll(selects)].filter(e => e.offsetWidth).flatMap(select => {
      const style = getComputedStyle(select), pen = document.createElement('canvas').getContext('2d');
      pen.font = style.font;
      const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20;
      return [...select.options].map(e => e.textContent).filter(words => pen.measureText(words).width > room);
    })"""
    return list(page.evaluate(script, selects))


def repeated_ids(page: Any) -> list[str]:
    script = """() => {
      const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
      return ids.filter((id, n) => ids.indexOf(id) !== n);
    }"""
    return list(page.evaluate(script))


def smallest_word_in_a_figure(page: Any) -> float:
    """Pixels on the screen."""
    script = """() => Math.min(...[...document.querySelectorAll('svg text')].map(text =>
        parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d))"""
    return float(page.evaluate(script))


def words_in_figures(page: Any) -> int:
    return int(page.evaluate("document.querySelectorAll('svg text').length"))


def words_that_touch(page: Any) -> list[list[str]]:
    """Words of a figure that lie on each other."""
    return list(page.evaluate(TOUCH))


def words_that_are_cut(page: Any) -> list[str]:
    """Words of a figure that reach over its edge."""
    return list(page.evaluate(CUT))


def words_out_of_sight(page: Any) -> list[str]:
    """Elements whose words reach over what they are clipped to."""
    script = """() => [...document.querySelectorAll('body *')].filter(e => {
      const style = getComputedStyle(e);
      return style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1 ||
        style.overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 1;
    }).map(e => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`)"""
    return list(page.evaluate(script))


def smallest_target(page: Any, selector: str) -> float:
    """The shorter side of the smallest thing to press, in pixels."""
    script = """selector => Math.min(...[...document.querySelectorAll(selector)].filter(e => e.offsetParent).map(e => {
      const box = e.getBoundingClientRect();
      return Math.min(box.width, box.height);
    }))"""
    return float(page.evaluate(script, selector))
