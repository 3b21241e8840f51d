//! Elements of the format, as they stand in the files. Names are looked up when all files were read.

use ballast_core::limits::{
    FAULT_TREE_BYTES_MAX, FAULT_TREE_DEPTH_MAX, FAULT_TREE_EVENTS_MAX, FAULT_TREE_GATES_MAX,
    FAULT_TREE_LINKS_MAX, FAULT_TREE_NAME_BYTES_MAX,
};
use ballast_core::{Error, Result};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::TreeFile;
use super::places::{Spot, refused};

/// An input of a gate as a file names it.
#[derive(Clone, Debug)]
pub(super) enum Named {
    Gate(String, Spot),
    Event(String),
    House(String, Spot),
    Constant(bool),
    /// Another formula of this list.
    Formula(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connective {
    And,
    Or,
    AtLeast(u32),
    Xor,
    Not,
    /// What stands alone in a definition: a gate that is another one, or a constant.
    Same,
}

#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub connective: Connective,
    pub inputs: Vec<Named>,
    pub name: Option<String>,
    pub spot: Spot,
}

/// What stands in the files.
#[derive(Default)]
pub(super) struct Elements {
    pub files: Vec<String>,
    pub formulas: Vec<Parsed>,
    pub events: Vec<(String, Option<f64>, Spot)>,
    pub houses: Vec<(String, bool, Spot)>,
    links: usize,
}

/// An element that is open.
enum Open {
    Root,
    Tree,
    Data,
    /// The place of the formula that it fills: a definition has one formula, a formula many inputs.
    Definition(usize),
    Formula(usize),
    Event(usize),
    House(usize),
    Label,
    Leaf,
}

struct Parser<'a> {
    elements: &'a mut Elements,
    open: Vec<Open>,
    file: usize,
    line: u32,
    /// The file holds the root element.
    rooted: bool,
}

pub(super) fn read(files: &[TreeFile<'_>]) -> Result<Elements> {
    let mut elements = Elements::default();
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    for (index, file) in files.iter().enumerate() {
        if bytes > FAULT_TREE_BYTES_MAX {
            return Err(refused(file.name, 1, "too_large").with("limit", FAULT_TREE_BYTES_MAX));
        }
        elements.files.push(file.name.to_owned());
        let mut parser =
            Parser { elements: &mut elements, open: Vec::new(), file: index, line: 1, rooted: false };
        parser.file(file)?;
    }
    Ok(elements)
}

impl Parser<'_> {
    fn refused(&self, reason: &str) -> Error {
        refused(&self.elements.files[self.file], self.line, reason)
    }

    fn spot(&self) -> Spot {
        Spot { file: self.file, line: self.line }
    }

    fn file(&mut self, file: &TreeFile<'_>) -> Result<()> {
        let text =
            std::str::from_utf8(file.bytes).map_err(|cause| self.refused("not_utf8").because(&cause))?;
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut at = 0;
        loop {
            let event = reader.read_event();
            let next = usize::try_from(reader.buffer_position()).unwrap_or(at).min(text.len());
            let event = event.map_err(|cause| self.refused("not_xml").because(&cause))?;
            if matches!(event, Event::Eof) {
                break;
            }
            self.event(event)?;
            let lines = text.get(at..next).map_or(0, |part| part.matches('\n').count());
            self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            at = next.max(at);
        }
        if !self.rooted {
            return Err(self.refused("empty"));
        }
        if self.open.is_empty() { Ok(()) } else { Err(self.refused("ends_early")) }
    }

    fn event(&mut self, event: Event<'_>) -> Result<()> {
        let in_label = matches!(self.open.last(), Some(Open::Label));
        match event {
            Event::Start(start) => self.start(&start),
            Event::End(_) => self.end(),
            // An internal subset could define entities that grow without end; nothing here needs one.
            Event::DocType(text) if text.contains('[') => Err(self.refused("doctype")),
            Event::GeneralRef(_) if !in_label => Err(self.refused("entity")),
            Event::Text(text) if !in_label && !text.trim().is_empty() => Err(self.refused("stray_text")),
            Event::CData(_) if !in_label => Err(self.refused("stray_text")),
            _ => Ok(()),
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<()> {
        if self.open.len() >= FAULT_TREE_DEPTH_MAX {
            return Err(self.refused("too_deep").with("limit", FAULT_TREE_DEPTH_MAX));
        }
        let opened = match (self.open.last(), element.name().into_inner()) {
            (Some(Open::Label), _)
            | (
                Some(Open::Root | Open::Tree | Open::Definition(_) | Open::Event(_) | Open::House(_)),
                "label",
            ) => Open::Label,
            (None, "opsa-mef") if !self.rooted => {
                self.rooted = true;
                Open::Root
            }
            (Some(Open::Root), "define-fault-tree") => Open::Tree,
            (Some(Open::Root), "model-data") => Open::Data,
            (Some(Open::Tree | Open::Data), "define-basic-event") => self.define_event(element)?,
            (Some(Open::Tree | Open::Data), "define-house-event") => self.define_house(element)?,
            (Some(Open::Tree), "define-gate") => self.define_gate(element)?,
            (Some(Open::Event(index)), "float") => self.float(element, *index)?,
            (Some(Open::House(index)), "constant") => self.house_value(element, *index)?,
            (Some(Open::Definition(index)), name) => self.definition(element, *index, name)?,
            (Some(Open::Formula(index)), name) => self.input(element, *index, name)?,
            (_, name) => return Err(self.unexpected(name)),
        };
        self.open.push(opened);
        Ok(())
    }

    fn unexpected(&self, name: &str) -> Error {
        const KNOWN: [&str; 17] = [
            "opsa-mef",
            "define-fault-tree",
            "model-data",
            "define-gate",
            "and",
            "or",
            "atleast",
            "not",
            "xor",
            "gate",
            "basic-event",
            "house-event",
            "define-basic-event",
            "define-house-event",
            "float",
            "constant",
            "label",
        ];
        let reason = if KNOWN.contains(&name) { "misplaced_element" } else { "unsupported_element" };
        let found: String = name.chars().take(64).collect();
        self.refused(reason).with("found", found).allowed(KNOWN)
    }

    fn end(&mut self) -> Result<()> {
        if let Some(Open::Formula(index) | Open::Definition(index)) = self.open.pop() {
            let formula = &self.elements.formulas[index];
            let count = formula.inputs.len();
            let fits = match formula.connective {
                Connective::Not | Connective::Same => count == 1,
                Connective::Xor => count >= 2,
                Connective::And | Connective::Or | Connective::AtLeast(_) => count >= 1,
            };
            if !fits {
                return Err(self.refused("wrong_inputs").with("found", count));
            }
            if let Connective::AtLeast(least) = formula.connective
                && least as usize > count
            {
                return Err(self.refused("need_too_many").with("need", least).with("members", count));
            }
        }
        Ok(())
    }

    fn attribute(&self, element: &BytesStart<'_>, name: &str) -> Result<String> {
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|cause| self.refused("not_xml").because(&cause))?;
            if attribute.key.into_inner() == name {
                let value = quick_xml::escape::unescape(&attribute.value);
                return Ok(value.map_err(|cause| self.refused("entity").because(&cause))?.into_owned());
            }
        }
        let found = element.name().into_inner();
        Err(self.refused("missing_attribute").with("attribute", name).with("found", found))
    }

    fn name(&self, element: &BytesStart<'_>) -> Result<String> {
        let name = self.attribute(element, "name")?;
        if name.is_empty() || name.len() > FAULT_TREE_NAME_BYTES_MAX || name.contains(char::is_control) {
            let found: String = name.chars().take(64).collect();
            return Err(self.refused("bad_name").with("found", found));
        }
        Ok(name)
    }

    fn constant(&self, element: &BytesStart<'_>) -> Result<bool> {
        match self.attribute(element, "value")?.as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            found => Err(self.refused("bad_constant").with("found", found).allowed(["true", "false"])),
        }
    }

    fn define_event(&mut self, element: &BytesStart<'_>) -> Result<Open> {
        if self.elements.events.len() >= FAULT_TREE_EVENTS_MAX {
            return Err(self.refused("too_many_events").with("limit", FAULT_TREE_EVENTS_MAX));
        }
        let (name, spot) = (self.name(element)?, self.spot());
        self.elements.events.push((name, None, spot));
        Ok(Open::Event(self.elements.events.len() - 1))
    }

    fn define_house(&mut self, element: &BytesStart<'_>) -> Result<Open> {
        if self.elements.houses.len() >= FAULT_TREE_EVENTS_MAX {
            return Err(self.refused("too_many_events").with("limit", FAULT_TREE_EVENTS_MAX));
        }
        let (name, spot) = (self.name(element)?, self.spot());
        self.elements.houses.push((name, false, spot));
        Ok(Open::House(self.elements.houses.len() - 1))
    }

    fn define_gate(&mut self, element: &BytesStart<'_>) -> Result<Open> {
        let name = self.name(element)?;
        self.formula(Connective::Same, Some(name))?;
        Ok(Open::Definition(self.elements.formulas.len() - 1))
    }

    /// What a gate is: one formula, or one input that it is another name of.
    fn definition(&mut self, element: &BytesStart<'_>, gate: usize, name: &str) -> Result<Open> {
        let formula = &self.elements.formulas[gate];
        if formula.connective != Connective::Same || !formula.inputs.is_empty() {
            return Err(self.refused("wrong_inputs").with("found", 2));
        }
        if matches!(name, "gate" | "basic-event" | "house-event" | "constant") {
            return self.input(element, gate, name);
        }
        self.elements.formulas[gate].connective = self.connective(element, name)?;
        Ok(Open::Formula(gate))
    }

    fn formula(&mut self, connective: Connective, name: Option<String>) -> Result<Open> {
        if self.elements.formulas.len() >= FAULT_TREE_GATES_MAX {
            return Err(self.refused("too_many_gates").with("limit", FAULT_TREE_GATES_MAX));
        }
        let spot = self.spot();
        self.elements.formulas.push(Parsed { connective, inputs: Vec::new(), name, spot });
        Ok(Open::Formula(self.elements.formulas.len() - 1))
    }

    fn float(&mut self, element: &BytesStart<'_>, event: usize) -> Result<Open> {
        let text = self.attribute(element, "value")?;
        let value: f64 = text.trim().parse().map_err(|_| self.refused("bad_number").with("found", &text))?;
        if !(0.0..=1.0).contains(&value) {
            return Err(self.refused("not_a_probability").with("found", text).allowed(["0 to 1"]));
        }
        if self.elements.events[event].1.replace(value).is_some() {
            return Err(self.refused("wrong_inputs").with("found", 2));
        }
        Ok(Open::Leaf)
    }

    fn house_value(&mut self, element: &BytesStart<'_>, house: usize) -> Result<Open> {
        self.elements.houses[house].1 = self.constant(element)?;
        Ok(Open::Leaf)
    }

    /// One input of the formula at `above`: a name, a constant, or a formula in it.
    fn input(&mut self, element: &BytesStart<'_>, above: usize, name: &str) -> Result<Open> {
        self.elements.links += 1;
        if self.elements.links > FAULT_TREE_LINKS_MAX {
            return Err(self.refused("too_many_links").with("limit", FAULT_TREE_LINKS_MAX));
        }
        let (input, opened) = match name {
            "gate" => (Named::Gate(self.name(element)?, self.spot()), Open::Leaf),
            "basic-event" => (Named::Event(self.name(element)?), Open::Leaf),
            "house-event" => (Named::House(self.name(element)?, self.spot()), Open::Leaf),
            "constant" => (Named::Constant(self.constant(element)?), Open::Leaf),
            _ => {
                let connective = self.connective(element, name)?;
                let opened = self.formula(connective, None)?;
                (Named::Formula(self.elements.formulas.len() - 1), opened)
            }
        };
        self.elements.formulas[above].inputs.push(input);
        Ok(opened)
    }

    fn connective(&self, element: &BytesStart<'_>, name: &str) -> Result<Connective> {
        match name {
            "and" => Ok(Connective::And),
            "or" => Ok(Connective::Or),
            "xor" => Ok(Connective::Xor),
            "not" => Ok(Connective::Not),
            "atleast" => {
                let text = self.attribute(element, "min")?;
                let least = text.parse().map_err(|_| self.refused("bad_number").with("found", &text))?;
                if least == 0 {
                    return Err(self.refused("need_zero").allowed(["1 or more"]));
                }
                Ok(Connective::AtLeast(least))
            }
            _ => Err(self.unexpected(name)),
        }
    }
}
