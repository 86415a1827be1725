"""The papers of a case: what they say, what they must never say, and the office's own templates."""

import io
import zipfile

import pypdf
import pytest
from docx import Document

from graph.errors import InputError
from viz.papers.blank import TEMPLATES, make
from viz.papers.paper import KINDS, LANGUAGES, copy_templates, words_of

CLEAN = {"H": "handler", "H2": "second"}


def text_of(content):
    document = Document(io.BytesIO(content))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_an_authorization_names_who_may_handle_the_case(registered, printed):
    page = printed(registered(CLEAN), "authorization")["authorization", "html"].decode()
    for expected in ("办案授权书", "洪办案", "侯协办", "苏被查", "某县纪委监委", "第295-296条"):
        assert expected in page


def test_nobody_who_must_recuse_is_ever_authorized(registered, printed):
    case = registered({"B": "handler", "H": "second"})
    with pytest.raises(InputError, match="nobody can be authorized"):
        printed(case, "authorization")


def test_a_decision_gives_ground_path_and_articles(registered, printed):
    case = registered({"B": "handler", "H": "second"})
    made = printed(case, "decision", "analysis")
    decision, analysis = (made[kind, "html"].decode() for kind in ("decision", "analysis"))
    assert "苏兄弟（B）承办人" in decision
    assert "《中华人民共和国监察法》第67条第（一）项" in decision
    assert "洪办案" not in decision
    assert "office/kin.csv:2" in analysis


def test_without_anybody_recused_there_is_no_decision(registered, printed):
    with pytest.raises(InputError, match="nobody on it has to recuse"):
        printed(registered(CLEAN), "decision")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["html", "docx"])
def test_an_informant_leaves_no_trace(registered, printed, language, form):
    plain = registered({"B": "handler", "H2": "second"}, id="2026-1")
    case = registered({"B": "handler", "H2": "second"}, informant=True, id="2026-2")
    kinds = ("decision", "report", "analysis")
    for content in printed(case, *kinds, language=language, forms=(form,)).values():
        told = text_of(content) if form == "docx" else content.decode()
        assert "魏" not in told
        assert "检举" not in told
        assert "kin.csv" not in told
        assert ("保密" if language == "zh" else "withheld") in told
    open_case = printed(plain, "analysis", language=language, forms=(form,))
    assert "kin.csv" in (
        text_of(open_case["analysis", form])
        if form == "docx"
        else next(iter(open_case.values())).decode()
    )


def test_hostile_names_are_set_as_text(desk, registered, printed):
    page = printed(registered({"W": "handler"}), "report")["report", "html"].decode()
    assert "魏&lt;b&gt;检举&lt;/b&gt;" in page
    assert "<b>" not in page


def test_a_page_asks_for_nothing_from_outside(registered, printed):
    page = printed(registered(CLEAN), "report")["report", "html"].decode()
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")


def test_pdf_holds_the_words_in_a_typeface_of_its_own(registered, printed):
    content = printed(registered(CLEAN), "authorization", forms=("pdf",))["authorization", "pdf"]
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    assert "办案授权书" in page.extract_text()
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert all("/DescendantFonts" in font for font in fonts)


@pytest.mark.parametrize("kind", KINDS)
def test_the_built_in_documents_are_those_of_the_program(kind):
    def body(source):
        with zipfile.ZipFile(source) as file:
            return file.read("word/document.xml")

    fresh = io.BytesIO()
    make(kind).save(fresh)
    assert body(fresh) == body(TEMPLATES / f"{kind}.docx")


class TestOwnTemplates:
    def test_an_office_edits_words_and_pages(self, registered, printed, tmp_path):
        folder = tmp_path / "own"
        assert {"report.html", "report.docx", "words.yaml"} <= set(copy_templates(folder))
        words = folder / "words.yaml"
        words.write_text(
            words.read_text(encoding="utf-8").replace("回避核查报告", "本县回避核查表"),
            encoding="utf-8",
        )
        case = registered(CLEAN)
        made = printed(case, "report", forms=("html", "docx"), templates=folder)
        assert "本县回避核查表" in made["report", "html"].decode()
        assert "本县回避核查表" in text_of(made["report", "docx"])

    def test_copies_are_never_overwritten(self, tmp_path):
        copy_templates(tmp_path / "own")
        with pytest.raises(InputError, match="exists already"):
            copy_templates(tmp_path / "own")

    @pytest.mark.parametrize(
        "text",
        [
            "{{ nobody.name }}",
            "{% for %}",
            "{{ ''.__class__.__mro__[1].__subclasses__() }}",
            "{{ case.id.__init__.__globals__ }}",
        ],
    )
    def test_a_faulty_or_prying_template_is_refused(self, registered, printed, tmp_path, text):
        (tmp_path / "report.html").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"report\.html"):
            printed(registered(CLEAN), "report", templates=tmp_path)

    def test_a_template_may_not_fetch_anything(self, registered, printed, tmp_path):
        (tmp_path / "report.html").write_text("<img src='file:///etc/passwd'>", encoding="utf-8")
        with pytest.raises(InputError, match="nothing from outside"):
            printed(registered(CLEAN), "report", forms=("pdf",), templates=tmp_path)

    def test_words_that_lack_a_paper_are_refused(self, tmp_path):
        (tmp_path / "words.yaml").write_text("labels: {}\n", encoding="utf-8")
        with pytest.raises(InputError, match="lack one of"):
            words_of(tmp_path)
