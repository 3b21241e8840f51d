//! The map as the window drew it, as a file.

use std::path::Path;

use ballast_core::limits::RISK_PICTURE_BYTES_MAX;
use ballast_core::{Code, Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::contract::{PictureFormat, RiskPicture};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The bytes of a picture. What is no picture is refused: the window writes nothing else with this.
pub(crate) fn picture_bytes(request: &RiskPicture) -> Result<Vec<u8>> {
    let refused = |found: &str| Error::new(Code::InvalidCall).with("what", "content").with("found", found);
    let most = match request.format {
        PictureFormat::Svg => RISK_PICTURE_BYTES_MAX,
        // In base64 four letters are three bytes.
        PictureFormat::Png => RISK_PICTURE_BYTES_MAX / 3 * 4,
    };
    if request.content.len() > most {
        let allowed = format!("up to {} MiB", RISK_PICTURE_BYTES_MAX >> 20);
        return Err(refused(&format!("{} bytes", request.content.len())).allowed([allowed]));
    }
    match request.format {
        PictureFormat::Svg if request.content.trim_start().starts_with("<svg") => {
            Ok(request.content.clone().into_bytes())
        }
        PictureFormat::Svg => Err(refused("no SVG").allowed(["an SVG element"])),
        PictureFormat::Png => {
            let bytes = STANDARD.decode(&request.content).ok().filter(|bytes| bytes.starts_with(PNG));
            bytes.ok_or_else(|| refused("no PNG").allowed(["a PNG in base64"]))
        }
    }
}

/// The ending that a picture's name has.
pub(crate) fn ending(format: PictureFormat) -> &'static str {
    match format {
        PictureFormat::Svg => "svg",
        PictureFormat::Png => "png",
    }
}

/// Whether a name has the ending of its format: a picture overwrites nothing that is no picture.
pub(crate) fn is_named(path: &Path, format: PictureFormat) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending(format)))
}
