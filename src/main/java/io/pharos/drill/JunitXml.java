package io.pharos.drill;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A drill as a JUnit report, which CI systems show: each step is a test. */
final class JunitXml {
  private JunitXml() {}

  static String of(ScriptedDrill.Run run) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      List<ScriptedDrill.Outcome> outcomes = run.outcomes();
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "drill " + run.file().name());
      xml.writeAttribute("tests", Integer.toString(outcomes.size()));
      xml.writeAttribute(
          "failures", count(outcomes.stream().filter(each -> !each.failures().isEmpty()).count()));
      xml.writeAttribute(
          "skipped", count(outcomes.stream().filter(ScriptedDrill.Outcome::skipped).count()));
      for (int i = 0; i < outcomes.size(); i++) {
        step(xml, run.file().name(), i + 1, outcomes.get(i));
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return text + "\n";
  }

  private static void step(
      XMLStreamWriter xml, String drill, int number, ScriptedDrill.Outcome outcome)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", drill);
    xml.writeAttribute("name", number + " " + outcome.step());
    if (outcome.skipped()) {
      xml.writeEmptyElement("skipped");
    }
    if (!outcome.failures().isEmpty()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", outcome.failures().get(0));
      xml.writeCharacters(String.join("\n", outcome.failures()));
      xml.writeEndElement();
    }
    if (!outcome.notes().isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(String.join("\n", outcome.notes()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String count(long number) {
    return Long.toString(number);
  }
}
