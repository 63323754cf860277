// What is left of what people paste, and what others get when they copy from here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOfPage, linesOfText, pasted, toPage, toSlice, toText } from "../../static/src/editor/paste.js";
import { schema } from "../../static/src/editor/schema.js";
import { Person, textOf } from "./people.mjs";
import { blank, page } from "./page.mjs";

const MARK = ({ text, marks: { b, i, a } }) => `${b ? "*" : ""}${i ? "_" : ""}${a ? `[${text}](${a})` : text}`;
const shown = (lines) => lines.map(({ k, runs }) => (k ? `${k}: ` : "") + runs.map(MARK).join("|"));

const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=DA>
<!--StartFragment--><h1 style='mso-list:l1 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1<span>&nbsp;&nbsp; </span></span><![endif]><b>Hvem kan
søge</b><o:p></o:p></h1>
<p class=MsoNormal>Du kan <b style='mso-bidi-font-weight:normal'>ikke</b> søge, <i>hvis</i> du <span style='font-weight:bold'>bor</span> i <a href="https://nuuk.gl/a?b=1&amp;c=2">Nuuk</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Pas og bil<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l2 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Først<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table><tr><td><p class=MsoNormal>Alder</p></td><td><p>18 år</p></td></tr></table><!--EndFragment--></body></html>`;

const PAGES = {
  "Word": [WORD, ["h2: Hvem kan søge", "Du kan |*ikke| søge, |_hvis| du |*bor| i |[Nuuk](https://nuuk.gl/a?b=1&c=2)|.", "ul: Pas og bil", "ol: Først", "Alder| |18 år"]],
  "a document that is wrapped in a b": ['<b style="font-weight:normal"><p><span style="font-weight:700">Fed</span> og <span style="font-style:italic">skrå</span></p></b>', ["*Fed| og |_skrå"]],
  "lists, one in the other": ["<ul><li>En<ol><li><p>To</p><p>Mere</p></li></ol></li><li>Tre</li></ul>", ["ul: En", "ol: To", "Mere", "ul: Tre"]],
  "headings and quotes": ["<h2>En</h2><h4><strong>To</strong></h4><blockquote><p>Sagt</p></blockquote><div>Tre<br>Fire</div>", ["h2: En", "h3: To", "q: Sagt", "Tre", "Fire"]],
  "addresses that lead nowhere good": ['<a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a> <a href=" JaVaScRiPt:x">c</a> <a href="/her">d</a> <a href="mailto:a@nuuk.gl">e</a> <a href="tel:+299123456">f</a>', ["a| |b| |c| |d| |[e](mailto:a@nuuk.gl)| |[f](tel:+299123456)"]],
  "things that are no words": ["<script>alert(1)</script><style>p{}</style><p onclick='x()'>Ord<img src=x onerror=alert(1)><iframe>nej</iframe><input value=x></p><template>nej</template>", ["Ord"]],
  "controls and NUL": ["<p>a\u0000b\u0007c\u200dd&#0;\ufeff</p>".replace("&#0;", ""), ["abc\u200dd"]],
  "spaces": ["<p>  mange \n\n  ord&nbsp; her&nbsp;kr. </p>", ["mange ord her\u00a0kr."]],
  "written as it stands": ["<pre>en\n  to\n\ntre</pre>", ["en", "to", "tre"]],
  "nothing": ["<p> </p><div><br></div>", []],
};
for (const [name, [html, lines]] of Object.entries(PAGES)) {
  test(`of ${name}, what can be kept is kept`, () => assert.deepEqual(shown(linesOfPage(page(html))), lines));
}

test("plain text becomes lines, whatever ends them", () => {
  assert.deepEqual(shown(linesOfText("en\r\nto\u0000\n\n\ntre\rfire\u2028fem\n")), ["en", "to", "tre", "fire", "fem"]);
  assert.deepEqual(shown(linesOfText("å\ud800x 😀\tto")), ["åx 😀 to"]);
});

const write = (person, lines) => person.dispatch(pasted(person.state, toSlice(lines)));
const lines = (...words) => words.map((text) => ({ k: text.startsWith("-") ? "ul" : "", runs: [{ text, marks: {} }] }));

test("pasted lines stand where the caret was, and the line around them is whole", () => {
  const person = new Person(textOf([["", "For efter", "one"], ["", "Slut", "two"]]));
  person.select(0, 3);
  write(person, lines("A", "-B", "C"));
  assert.deepEqual([person.lines(), person.kinds()], [["ForA", "-B", "C efter", "Slut"], ["", "ul", "", ""]]);
  assert.deepEqual([person.ids()[2], person.ids()[3]], ["one", "two"]);
  assert.ok(person.mirrors() && !person.repairs.length);
});

test("a line pasted in an empty one brings its kind, in a heading it does not", () => {
  const person = new Person(textOf([["", "", "one"], ["h2", "Om", "two"]]));
  person.select(0, 0);
  write(person, lines("-A"));
  person.select(1, 2);
  write(person, lines("-B"));
  assert.deepEqual([person.lines(), person.kinds()], [["-A", "Om-B"], ["ul", "h2"]]);
  assert.ok(person.mirrors() && !person.repairs.length);
});

test("what is copied is clean and reads the same when it is pasted", () => {
  const html = "<h2>Om</h2><p>Et <strong>fedt</strong> <em>ord</em> på <a href=\"https://nuuk.gl\">Nuuk</a></p><ul><li>En</li><li>To</li></ul><ol><li>Tre</li></ol><blockquote>Sagt</blockquote>";
  const slice = toSlice(linesOfPage(page(html)));
  assert.equal(String(toPage(slice.content, blank)), html);
  assert.equal(toText(slice), "Om\nEt fedt ord på Nuuk\nEn\nTo\nTre\nSagt");
});

test("remarks, proposals and addresses that lead nowhere good are not copied", () => {
  const marks = [schema.marks.a.create({ h: "javascript:x" }), schema.marks.r.create({ id: "1" }), schema.marks.n.create({ id: "2" })];
  const line = schema.node("block", { l: "one" }, schema.text("Ord", marks));
  assert.equal(String(toPage(toSlice([]).content.append(schema.node("doc", null, [line]).content), blank)), "<p>Ord</p>");
});
