/*
 * Turns paragraphs into the bytes of a Word file (.docx): WordprocessingML in a stored zip.
 *
 * Nothing here touches the page, so that Node can test it. The parts are those that Word needs
 * (ECMA-376: content types, relationships, document, styles); Chinese fonts are named by
 * w:eastAsia, without which Word would take its own default for Chinese characters.
 */

/** @typedef {{text: string, style?: "Title" | "Heading" | "Note"}} Paragraph */

(function () {
  "use strict";

  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  const STYLES = { Title: "Title", Heading: "Heading1", Note: "Note" };
  /** A4 with the margins of an official document, in twentieths of a point. */
  const PAGE =
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>' +
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"' +
    ' w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>';
  /** 1 January 1980, the first day that a zip can name: when a list was filled in is not told. */
  const DATE = 0x21;

  /**
   * @param {Paragraph[]} paragraphs
   * @returns {Uint8Array<ArrayBuffer>}
   */
  function buildDocx(paragraphs) {
    return zip([
      ["[Content_Types].xml", contentTypes()],
      ["_rels/.rels", relationships([["rId1", OFFICE + "officeDocument", "word/document.xml"]])],
      ["word/document.xml", documentXml(paragraphs)],
      ["word/styles.xml", stylesXml()],
      ["word/_rels/document.xml.rels", relationships([["rId1", OFFICE + "styles", "styles.xml"]])],
    ]);
  }

  /** @returns {string} */
  function contentTypes() {
    return (
      XML +
      '<Types xmlns="' + PACKAGE + 'content-types">' +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      '<Override PartName="/word/document.xml" ContentType="' + MAIN + 'document.main+xml"/>' +
      '<Override PartName="/word/styles.xml" ContentType="' + MAIN + 'styles+xml"/>' +
      "</Types>"
    );
  }

  /**
   * @param {string[][]} targets id, type and target of each
   * @returns {string}
   */
  function relationships(targets) {
    const each = targets.map(function (target) {
      return (
        '<Relationship Id="' + target[0] + '" Type="' + target[1] + '" Target="' + target[2] + '"/>'
      );
    });
    return (
      XML + '<Relationships xmlns="' + PACKAGE + 'relationships">' + each.join("") + "</Relationships>"
    );
  }

  /**
   * @param {Paragraph[]} paragraphs
   * @returns {string}
   */
  function documentXml(paragraphs) {
    return (
      XML +
      '<w:document xmlns:w="' + W + '"><w:body>' +
      paragraphs.map(paragraphXml).join("") +
      PAGE +
      "</w:body></w:document>"
    );
  }

  /**
   * @param {Paragraph} paragraph
   * @returns {string}
   */
  function paragraphXml(paragraph) {
    const style =
      paragraph.style === undefined
        ? ""
        : '<w:pPr><w:pStyle w:val="' + STYLES[paragraph.style] + '"/></w:pPr>';
    const lines = paragraph.text.split(/\r\n|\r|\n/).map(function (line) {
      return '<w:t xml:space="preserve">' + escape(line) + "</w:t>";
    });
    return "<w:p>" + style + "<w:r>" + lines.join("<w:br/>") + "</w:r></w:p>";
  }

  /** @returns {string} */
  function stylesXml() {
    return (
      XML +
      '<w:styles xmlns:w="' + W + '">' +
      "<w:docDefaults><w:rPrDefault><w:rPr>" + fonts("仿宋") +
      '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>' +
      "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>" +
      '<w:spacing w:after="80" w:line="400" w:lineRule="atLeast"/>' +
      "</w:pPr></w:pPrDefault></w:docDefaults>" +
      '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>' +
      style("Title", "Title", '<w:jc w:val="center"/>', fonts("方正小标宋简体"), 44) +
      style("Heading1", "heading 1", '<w:keepNext/><w:outlineLvl w:val="0"/>', fonts("黑体"), 28) +
      style("Note", "Note", "", fonts("楷体"), 24) +
      "</w:styles>"
    );
  }

  /**
   * @param {string} id
   * @param {string} name
   * @param {string} layout
   * @param {string} font
   * @param {number} size half points
   * @returns {string}
   */
  function style(id, name, layout, font, size) {
    return (
      '<w:style w:type="paragraph" w:styleId="' + id + '"><w:name w:val="' + name + '"/>' +
      '<w:basedOn w:val="Normal"/><w:qFormat/>' +
      (layout === "" ? "" : "<w:pPr>" + layout + "</w:pPr>") +
      "<w:rPr>" + font + '<w:sz w:val="' + size + '"/><w:szCs w:val="' + size + '"/></w:rPr></w:style>'
    );
  }

  /**
   * @param {string} name
   * @returns {string}
   */
  function fonts(name) {
    return (
      '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="' + name +
      '" w:cs="Times New Roman"/>'
    );
  }

  /**
   * Escapes what XML reserves and drops what it cannot hold.
   * @param {string} text
   * @returns {string}
   */
  function escape(text) {
    const entities = /** @type {{[character: string]: string}} */ ({
      "&": "&amp;",
      "<": "&lt;",
      ">": "&gt;",
      '"': "&quot;",
    });
    return text
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "")
      .replace(/[&<>"]/g, function (character) {
        return entities[character];
      });
  }

  /**
   * Puts files into a zip without compression; the names are written in UTF-8.
   * @param {string[][]} files name and text of each
   * @returns {Uint8Array<ArrayBuffer>}
   */
  function zip(files) {
    const encoder = new TextEncoder();
    /** @type {Uint8Array[]} */
    const parts = [];
    /** @type {Uint8Array[]} */
    const directory = [];
    let offset = 0;
    files.forEach(function (file) {
      const name = encoder.encode(file[0]);
      const data = encoder.encode(file[1]);
      const common = [
        two(20), two(0x0800), two(0), two(0), two(DATE),
        four(crc32(data)), four(data.length), four(data.length), two(name.length), two(0),
      ];
      const local = join([four(0x04034b50)].concat(common, [name, data]));
      directory.push(
        join(
          [four(0x02014b50), two(20)].concat(common, [
            two(0), two(0), two(0), four(0), four(offset), name,
          ]),
        ),
      );
      parts.push(local);
      offset += local.length;
    });
    const entries = join(directory);
    const end = join([
      four(0x06054b50), two(0), two(0), two(files.length), two(files.length),
      four(entries.length), four(offset), two(0),
    ]);
    return join(parts.concat([entries, end]));
  }

  /**
   * @param {number} value
   * @returns {Uint8Array<ArrayBuffer>} little-endian
   */
  function two(value) {
    return Uint8Array.of(value & 255, (value >>> 8) & 255);
  }

  /**
   * @param {number} value
   * @returns {Uint8Array<ArrayBuffer>} little-endian
   */
  function four(value) {
    return Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);
  }

  /**
   * @param {Uint8Array[]} parts
   * @returns {Uint8Array<ArrayBuffer>}
   */
  function join(parts) {
    const length = parts.reduce(function (sum, part) {
      return sum + part.length;
    }, 0);
    const whole = new Uint8Array(length);
    let offset = 0;
    parts.forEach(function (part) {
      whole.set(part, offset);
      offset += part.length;
    });
    return whole;
  }

  /**
   * CRC-32 as zip has it (polynomial 0xEDB88320).
   * @param {Uint8Array} data
   * @returns {number} unsigned
   */
  function crc32(data) {
    let crc = -1;
    for (let index = 0; index < data.length; index += 1) {
      crc ^= data[index];
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
    }
    return (crc ^ -1) >>> 0;
  }

  const docx = { buildDocx: buildDocx, crc32: crc32 };
  if (typeof module !== "undefined") module.exports = docx;
  else Object.assign(window, { studyDocx: docx });
})();
