package importer

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"carteira/backend/engine/tabular"
	"carteira/backend/engine/workbook"
)

// packed is a workbook of the parts given; each replaces one of an ordinary workbook with a sheet called Plan1, or is left out
// when it is blank.
func packed(parts map[string]string) string {
	all := map[string]string{
		"_rels/.rels": `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": workbookOf(``, `<sheet name="Plan1" sheetId="1" r:id="rId1"/>`),
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/>` +
			`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet" Target="chartsheets/sheet1.xml"/>` +
			`<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
			`<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/styles.xml":        stylesOf(``, `<xf numFmtId="0"/>`),
		"xl/sharedStrings.xml": textsOf(),
	}
	maps.Copy(all, parts)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] == "" {
			continue
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(all[name]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

const spreadsheetML = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

func workbookOf(properties, sheets string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n" + `<workbook ` + spreadsheetML +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` + properties + `<sheets>` + sheets + `</sheets></workbook>`
}

func stylesOf(formats, cells string) string {
	return `<styleSheet ` + spreadsheetML + `>` + formats + `<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs>` + cells + `</cellXfs></styleSheet>`
}

func textsOf(texts ...string) string {
	var b strings.Builder
	b.WriteString(`<sst ` + spreadsheetML + ` count="9" uniqueCount="9">`)
	for _, t := range texts {
		if !strings.HasPrefix(t, "<") {
			t = "<t>" + t + "</t>"
		}
		b.WriteString("<si>" + t + "</si>")
	}
	return b.String() + `</sst>`
}

func sheetOf(rows string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<worksheet ` + spreadsheetML + `><sheetData>` + rows + `</sheetData></worksheet>`
}

// texts are rows of inline texts from row 1 on.
func inline(rows ...string) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for k, cell := range strings.Split(row, "|") {
			fmt.Fprintf(&b, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+k, i+1, cell)
		}
		b.WriteString(`</row>`)
	}
	return b.String()
}

func TestWorkbooksOfOtherPrograms(t *testing.T) {
	zip64, err := os.ReadFile("testdata/zip64.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	ana := []string{"Ana phone=5548999990001"}
	tryPrograms(t, "xlsx", []program{
		{
			name: "Excel: shared and rich texts, masks, dates, money, formulas with their results",
			file: packed(map[string]string{
				"xl/sharedStrings.xml": textsOf("Nome", "CPF", "CEP", "Celular", "Data de nascimento", "Código", "Observações", "Desconto",
					`<r><t>José </t></r><r><rPr><b/></rPr><t xml:space="preserve">da Conceição</t></r><rPh sb="0" eb="1"><t>fonético</t></rPh>`,
					`<t xml:space="preserve">linha um_x000D_`+"\n"+`linha &amp; dois &lt;3 _x005F_x0041_</t>`, "00042"),
				"xl/styles.xml": stylesOf(`<numFmts count="3"><numFmt numFmtId="164" formatCode="000\.000\.000\-00"/><numFmt numFmtId="165" formatCode="00000\-000"/>`+
					`<numFmt numFmtId="166" formatCode="&quot;R$&quot;\ #,##0.00"/></numFmts>`,
					`<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="11"/><xf numFmtId="49"/><xf numFmtId="10"/><xf numFmtId="166"/>`),
				"xl/worksheets/sheet1.xml": `<worksheet ` + spreadsheetML + ` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac"` +
					` xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><dimension ref="A1:H4"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>` +
					`<cols><col min="1" max="1" width="20" customWidth="1"/></cols><sheetData>` +
					`<row r="1" spans="1:8" x14ac:dyDescent="0.25"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c><c r="F1" t="s"><v>5</v></c><c r="G1" t="s"><v>6</v></c><c r="H1" t="s"><v>7</v></c></row>` +
					`<row r="2" spans="1:8"><c r="A2" t="s"><v>8</v></c><c r="B2" s="1"><v>52998224725</v></c><c r="C2" s="2"><v>1310100</v></c><c r="D2" s="4"><v>5548999990001</v></c><c r="E2" s="3"><v>31133</v></c><c r="F2" s="5" t="s"><v>10</v></c><c r="G2" t="s"><v>9</v></c><c r="H2" s="6"><v>0.125</v></c></row>` +
					`<row r="3"><c r="A3" t="str"><f>CONCATENATE("Ana"," Souza")</f><v>Ana Souza</v></c><c r="B3" s="1"><v>1</v></c><c r="D3" s="4"><f t="shared" ref="D3:D4" si="0">D2+1</f><v>5548999990002</v></c><c r="G3" t="str"><f>IF(1=2,"x","")</f><v></v></c></row>` +
					`<row r="4"><c r="A4" t="e"><f>VLOOKUP(1,Z:Z,1,0)</f><v>#N/D</v></c><c r="B4" s="1"/><c r="D4" s="4"><f t="shared" si="0"/><v>5.5489999900029997E+12</v></c><c r="F4" s="7"><v>1234.5</v></c><c r="H4" s="6"><v>1</v></c></row>` +
					`</sheetData><mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells><pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/></worksheet>`,
			}),
			choose: "Desconto=custom:Desconto",
			as:     "utf-8-bom ;",
			contacts: []string{
				`José da Conceição cpf=52998224725 birth_date=1985-03-27 external_id=00042 zip_code=01310-100 phone=5548999990001 Desconto=12.50% note="linha um\nlinha & dois <3 _x0041_"`,
			},
			rejected: []string{"3 cpf_invalid contact_cpf", "4 cell_error contact_name"},
		},
		{
			name: "LibreOffice Calc: GENERAL, aca, true and false, a style on the last row there is",
			file: packed(map[string]string{
				"xl/sharedStrings.xml": textsOf("Nome", "Nascimento", "Ativo", "CPF", "Bia"),
				"xl/styles.xml": stylesOf(`<numFmts count="4"><numFmt numFmtId="164" formatCode="General"/><numFmt numFmtId="165" formatCode="DD/MM/YYYY"/>`+
					`<numFmt numFmtId="166" formatCode="&quot;VERDADEIRO&quot;;&quot;VERDADEIRO&quot;;&quot;FALSO&quot;"/><numFmt numFmtId="167" formatCode="00000000000"/></numFmts>`,
					`<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/>`),
				"xl/worksheets/sheet1.xml": sheetOf(`<row r="1" customFormat="false" ht="12.8" hidden="false"><c r="A1" s="0" t="s"><v>0</v></c><c r="B1" s="0" t="s"><v>1</v></c><c r="C1" s="0" t="s"><v>2</v></c><c r="D1" s="0" t="s"><v>3</v></c></row>` +
					`<row r="2"><c r="A2" s="0" t="s"><v>4</v></c><c r="B2" s="1" t="n"><v>31133</v></c><c r="C2" s="2" t="b"><v>1</v></c><c r="D2" s="3" t="n"><v>3905334470</v></c></row>` +
					`<row r="3"><c r="A3" s="0" t="str"><f aca="false">&quot;Ca&quot;&amp;&quot;io&quot;</f><v>Caio</v></c><c r="B3" s="1"/><c r="C3" s="2" t="b"><f aca="false">FALSE()</f><v>0</v></c><c r="D3" s="3" t="n"><v>529982247.25E2</v></c></row>` +
					`<row r="1048576" customFormat="false" ht="12.8"><c r="XFD1048576" s="1"/></row>`),
			}),
			contacts: []string{"Caio cpf=52998224725 active=false"},
			rejected: []string{"2 cpf_invalid contact_cpf"},
		},
		{
			name: "Google Sheets: no dimension, a text per cell, everything on its own sheet",
			file: packed(map[string]string{
				"xl/workbook.xml":      workbookOf(`<workbookPr/>`, `<sheet state="visible" name="Página1" sheetId="1" r:id="rId1"/>`),
				"xl/sharedStrings.xml": textsOf("Nome", "Celular", "Ana", `<t>+5548999990001</t>`),
				"xl/styles.xml":        stylesOf(`<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0;(#,##0)"/></numFmts>`, `<xf borderId="0" fillId="0" fontId="0" numFmtId="0"/><xf numFmtId="164"/>`),
				"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet ` + spreadsheetML + ` xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main"><sheetPr><outlinePr summaryBelow="0"/></sheetPr>` +
					`<sheetData><row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1" t="s"><v>3</v></c></row></sheetData><drawing r:id="rId1" xmlns:r="x"/></worksheet>`,
			}),
			contacts: ana,
		},
		{
			name: "Numbers: a sheet that tells of the export comes first, the table second",
			file: packed(map[string]string{
				"xl/workbook.xml":          workbookOf(``, `<sheet name="Resumo da Exportação" sheetId="1" r:id="rId1"/><sheet name="Folha 1 - Tabela 1" sheetId="2" r:id="rId2"/>`),
				"xl/worksheets/sheet1.xml": sheetOf(`<row r="2"><c r="B2" t="inlineStr"><is><t>Este documento foi exportado do Numbers.</t></is></c></row>`),
				"xl/worksheets/sheet2.xml": sheetOf(inline("Nome|Celular", "Ana|5548999990001")),
			}),
			sheet:    "Folha 1 - Tabela 1",
			contacts: ana,
		},
		{
			name:     "a title above the header is passed over; the numbers of lines stay those of the sheet",
			file:     packed(map[string]string{"xl/worksheets/sheet1.xml": sheetOf(inline("Clientes de 2026", "Nome|Celular", "Ana|5548999990001", "Bia|1"))}),
			header:   2,
			contacts: ana,
			rejected: []string{"4 phone_invalid contact_phone"},
		},
		{
			name: "a CRM's report: a title over merged cells, its date, a blank row, headers on two lines in their cells, a total",
			file: packed(map[string]string{"xl/worksheets/sheet1.xml": strings.Replace(sheetOf(
				`<row r="1"><c r="A1" t="inlineStr"><is><t>Relatório de contatos</t></is></c><c r="B1"/><c r="C1"/></row>`+
					`<row r="2"><c r="A2" t="inlineStr"><is><t>Emitido em 27/11/2026 por Renata</t></is></c></row>`+
					`<row r="5"><c r="A5" t="inlineStr"><is><t>Cliente&#10;(nome)</t></is></c><c r="B5" t="inlineStr"><is><t>Celular</t></is></c><c r="C5" t="inlineStr"><is><t>Cidade</t></is></c></row>`+
					`<row r="6"><c r="A6" t="inlineStr"><is><t>Ana</t></is></c><c r="B6"><v>5548999990001</v></c><c r="C6" t="inlineStr"><is><t>Recife</t></is></c></row>`+
					`<row r="8"><c r="A8" t="inlineStr"><is><t>Total</t></is></c><c r="B8"><v>1</v></c></row>`),
				"</sheetData>", `</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>`, 1)}),
			choose:   "Cliente (nome)=contact_name",
			header:   5,
			contacts: []string{"Ana city=Recife phone=5548999990001"},
			rejected: []string{"8 phone_invalid contact_phone"},
		},
		{
			name: "WPS: attributes of its own, a sheet that is hidden deeply",
			file: packed(map[string]string{
				"xl/workbook.xml":          workbookOf(`<workbookPr date1904="0"/>`, `<sheet name="WpsReserved_CellImgList" sheetId="2" state="veryHidden" r:id="rId2"/><sheet name="Sheet1" sheetId="1" r:id="rId1"/>`),
				"xl/worksheets/sheet2.xml": sheetOf(inline("Nome", "Oculto")),
				"xl/worksheets/sheet1.xml": strings.Replace(sheetOf(inline("Nome|Celular", "Ana|5548999990001")), "<sheetData>", `<sheetPr/><dimension ref="A1:B2"/><sheetFormatPr defaultColWidth="9" outlineLevelRow="1" etc:x="1" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/><sheetData>`, 1),
			}),
			contacts: ana,
		},
		{
			name: "openpyxl: inline texts, dates with a time, no shared texts at all",
			file: packed(map[string]string{
				"xl/sharedStrings.xml": "",
				"xl/styles.xml":        stylesOf(`<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd h:mm:ss"/></numFmts>`, `<xf numFmtId="0"/><xf numFmtId="164"/>`),
				"xl/worksheets/sheet1.xml": sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>Nome</t></is></c><c r="B1" t="inlineStr"><is><t>Nascimento</t></is></c><c r="C1" t="inlineStr"><is><t>CPF</t></is></c></row>` +
					`<row r="2"><c r="A2" t="inlineStr"><is><t>Ana</t></is></c><c r="B2" s="1" t="n"><v>31133</v></c><c r="C2" t="n"><v>52998224725</v></c></row>` +
					`<row r="3"><c r="A3" t="inlineStr"><is><t>Bia</t></is></c><c r="B3" s="1" t="n"><v>31133.5</v></c><c r="C3" t="inlineStr"><is><t>03905334470</t></is></c></row>`),
			}),
			contacts: []string{"Ana cpf=52998224725 birth_date=1985-03-27"},
			rejected: []string{"3 cpf_invalid contact_cpf"},
		},
		{
			name:    "openpyxl: a formula whose result nobody has calculated",
			file:    packed(map[string]string{"xl/worksheets/sheet1.xml": sheetOf(inline("Nome|E-mail") + `<row r="2"><c r="A2" t="inlineStr"><is><t>Ana</t></is></c><c r="B2"><f>A2&amp;"@x.br"</f><v/></c></row>`)}),
			refused: workbook.CodeNotCalculated,
		},
		{
			name: "Open XML SDK and ClosedXML: every name with a prefix, texts beside their cells",
			file: packed(map[string]string{
				"xl/workbook.xml": `<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets><x:sheet name="mySheet" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>`,
				"xl/worksheets/sheet1.xml": `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c t="str"><x:v>Nome</x:v></x:c><x:c t="str"><x:v>Celular</x:v></x:c></x:row>` +
					`<x:row><x:c t="str"><x:v>Ana</x:v></x:c><x:c t="n"><x:v>5548999990001</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
			}),
			contacts: ana,
		},
		{
			name: "days counted from 1904",
			file: packed(map[string]string{
				"xl/workbook.xml": workbookOf(`<workbookPr date1904="true"/>`, `<sheet name="Plan1" sheetId="1" r:id="rId1"/>`),
				"xl/styles.xml":   stylesOf(``, `<xf numFmtId="0"/><xf numFmtId="14"/>`),
				"xl/worksheets/sheet1.xml": sheetOf(inline("Nome|Nascimento") +
					`<row r="2"><c r="A2" t="inlineStr"><is><t>Ana</t></is></c><c r="B2" s="1"><v>29671</v></c></row>`),
			}),
			contacts: []string{"Ana birth_date=1985-03-27"},
		},
		{
			name: "the strict dialect: names of another kind, dates as text",
			file: packed(map[string]string{
				"_rels/.rels":     `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
				"xl/workbook.xml": `<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships" conformance="strict"><workbookPr dateCompatibility="0"/><sheets><sheet name="Plan1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
				"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
					`<Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
				"xl/worksheets/sheet1.xml": strings.Replace(sheetOf(inline("Nome|Nascimento")+`<row r="2"><c r="A2" t="inlineStr"><is><t>Ana</t></is></c><c r="B2" t="d"><v>1985-03-27T00:00:00</v></c></row>`),
					"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", 1),
			}),
			contacts: []string{"Ana birth_date=1985-03-27"},
		},
		{name: "zip64", file: string(zip64), contacts: []string{"Ana"}},
		{
			name: "absolute targets, other letters' case, a backslash, a mark before the XML",
			file: packed(map[string]string{
				"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/XL/Workbook.xml"/></Relationships>`,
				"xl/workbook.xml":            "\uFEFF" + workbookOf(``, `<sheet name="Plan1" sheetId="1" r:id="r1"/>`),
				"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/Folhas/A.xml"/></Relationships>`,
				`xl\folhas\a.xml`:            "\uFEFF" + sheetOf(inline("Nome|Celular", "Ana|5548999990001")),
			}),
			contacts: ana,
		},
		{
			name: "a dimension that is wrong, blank rows before the header, rows and columns that are hidden, merged cells",
			file: packed(map[string]string{
				"xl/worksheets/sheet1.xml": `<worksheet ` + spreadsheetML + `><dimension ref="A1"/><cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"/><row r="2"><c r="A2" s="0"/></row>` +
					`<row r="4"><c r="A4" t="str"><v>Nome</v></c><c r="B4" t="str"><v>Celular</v></c></row>` +
					`<row r="5" hidden="1"><c r="A5" t="str"><v>Ana</v></c><c r="B5" t="str"><v>5548999990001</v></c></row>` +
					`<row r="7"><c r="A7" t="str"><v>Bia</v></c></row><row r="8"><c r="A8"/><c r="B8"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A7:A8"/></mergeCells></worksheet>`,
			}),
			contacts: []string{"Ana phone=5548999990001", "Bia"},
			rejected: []string{"8 phone_invalid contact_phone"},
		},
		{
			name: "a cell far to the right of the header",
			file: packed(map[string]string{
				"xl/worksheets/sheet1.xml": sheetOf(inline("Nome", "Ana") + `<row r="3"><c r="A3" t="str"><v>Bia</v></c><c r="XFD3"><v>1</v></c></row><row r="4"><c r="A4" t="str"><v>Caio</v></c><c r="XFD4" s="0"/></row>`),
			}),
			contacts: []string{"Ana", "Caio"},
			rejected: []string{"3 " + tabular.CodeExtraCells},
		},
		{
			name: "a chart before the table, and what XML allows beside: comments, instructions, sections, either quote",
			file: packed(map[string]string{
				"xl/workbook.xml":           workbookOf(``, `<sheet name="Gráfico1" sheetId="3" r:id="rId3"/><sheet name="Plan1" sheetId="1" r:id="rId1"/>`),
				"xl/chartsheets/sheet1.xml": `<chartsheet ` + spreadsheetML + `><sheetData/></chartsheet>`,
				"xl/worksheets/sheet1.xml": "<?xml version='1.0'?>\n<!-- a > b --><worksheet>\n <sheetData>\n  <row r='1'>\n   <c r = 'A1'  t='inlineStr' ><is><t><![CDATA[Nome]]></t></is></c>\n  </row><?x <row> ?>\n" +
					"  <row r='2'><c r='A2' t='inlineStr'><is><t>A<!-- no -->n&#97; &#x26; <![CDATA[<Bia>]]></t></is></c></row></sheetData></worksheet>\n",
			}),
			contacts: []string{"Ana & <Bia>"},
		},
		{
			name:     "a sheet in UTF-16",
			file:     packed(map[string]string{"xl/worksheets/sheet1.xml": utf16le(strings.Replace(sheetOf(inline("Nome", "João")), "UTF-8", "UTF-16", 1))}),
			contacts: []string{"João"},
		},
		{
			name:     "a sheet in the letters of Windows",
			file:     packed(map[string]string{"xl/worksheets/sheet1.xml": latin(strings.Replace(sheetOf(inline("Nome", "João")), "UTF-8", "ISO-8859-1", 1))}),
			contacts: []string{"João"},
		},
		{name: "a sheet with nothing", file: packed(map[string]string{"xl/worksheets/sheet1.xml": sheetOf(``)}), refused: tabular.CodeFileEmpty},
		{name: "rows out of order", file: packed(map[string]string{"xl/worksheets/sheet1.xml": sheetOf(inline("Nome") + `<row r="3"/><row r="2"/>`)}), refused: workbook.CodeDamaged},
		{name: "a shared text that is not there", file: packed(map[string]string{"xl/worksheets/sheet1.xml": sheetOf(`<row r="1"><c r="A1" t="s"><v>7</v></c></row>`)}), refused: workbook.CodeDamaged},
		{
			name:    "an entity of its own",
			file:    packed(map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + sheetOf(inline("Nome", "&b;"))}),
			refused: workbook.CodeDamaged,
		},
		{name: "an entity that nobody knows", file: packed(map[string]string{"xl/worksheets/sheet1.xml": sheetOf(inline("Nome", "&b;"))}), refused: workbook.CodeDamaged},
		{name: "a document of a word processor", file: packed(map[string]string{
			"_rels/.rels":     `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
			"xl/workbook.xml": "", "word/document.xml": `<document/>`, "word/_rels/document.xml.rels": `<Relationships/>`,
		}), refused: workbook.CodeUnsupported},
	})
}
