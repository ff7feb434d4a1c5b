"""The mistakes of people who are new to it: each is found by the rule, before the deploy."""

from pathlib import Path

import pytest

from tests.lint.running import matches

ONE = """
  One:
    Type: Custom::OpenSearchPackageAssociation
    Properties:
      ServiceToken: !ImportValue opensearch-packages-ServiceToken
      DomainName: movies
      PackageID: F111111111
"""
SET = """
  Set:
    Type: Custom::OpenSearchPackageAssociations
    Properties:
      ServiceToken: !ImportValue opensearch-packages-ServiceToken
      DomainName: movies
      Packages:
        - PackageID: F111111111
        - PackageName: synonyms
"""
FILMS = """
  Films:
    Type: Custom::OpenSearchPackage
    Properties:
      ServiceToken: !ImportValue opensearch-packages-ServiceToken
      PackageName: films
      PackageType: TXT-DICTIONARY
      PackageSource: {S3BucketName: dictionaries, S3Key: films.txt}
"""
DOMAIN = """
  Movies:
    Type: AWS::OpenSearchService::Domain
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EngineVersion: OpenSearch_2.19
"""
IMPORT = "!ImportValue opensearch-packages-ServiceToken"
TOKEN = "but must be the ARN of the provider's function: write !ImportValue opensearch-packages-ServiceToken"
AN_ID = "the id that OpenSearch Service gave the package: F…, G… or pkg-…"
TWO_PARAMETERS = "Parameters:\n  Which: {Type: String, Default: synonyms.txt}\n  Empty: {Type: String, Default: ''}\n"
#: By what is wrong: the template, and what is said of it.
MISTAKES = {
    "a property is misspelt": (
        ONE.replace("PackageID:", "PackageId:"),
        "PackageId is not a property of Custom::OpenSearchPackageAssociation. Did you mean PackageID?",
    ),
    "a type is misspelt": (
        ONE.replace("Association", "Asociation"),
        "Custom::OpenSearchPackageAsociation is no resource type of this provider. "
        "Did you mean Custom::OpenSearchPackageAssociation?",
    ),
    "Packages on the single type": (
        ONE.replace("PackageID: F111111111", "Packages: [{PackageID: F111111111}]"),
        "Packages is not a property of Custom::OpenSearchPackageAssociation. "
        "Custom::OpenSearchPackageAssociations has it",
    ),
    "PackageID on the type for several": (
        SET.replace("      Packages:", "      PackageID: F1\n      Packages:"),
        "PackageID is not a property of Custom::OpenSearchPackageAssociations. Give it in each entry of Packages",
    ),
    "PackageSource on an association": (
        ONE + "      PackageSource: {S3BucketName: dictionaries, S3Key: films.txt}\n",
        "PackageSource is not a property of Custom::OpenSearchPackageAssociation. Custom::OpenSearchPackage has it",
    ),
    "a property that only forces an update": (
        ONE + "      Timestamp: '2026'\n",
        "Timestamp is not a property of Custom::OpenSearchPackageAssociation. "
        "Change Revision, any text, to bring the package's newest version",
    ),
    "no domain": (ONE.replace("      DomainName: movies\n", ""), "DomainName is missing: 3 to 28 of"),
    "no package": (
        ONE.replace("PackageID: F111111111", 'PackageID: ""'),
        f"PackageID is missing. Give PackageID: {AN_ID}",
    ),
    "a package by its id and by its name": (
        ONE + "      PackageName: synonyms\n",
        "PackageID and PackageName are both given: keep one of them",
    ),
    "a name for an id": (
        ONE.replace("F111111111", "synonyms.txt"),
        f'PackageID is "synonyms.txt", but must be {AN_ID}',
    ),
    "a domain's ARN, written out": (
        ONE.replace("movies", "arn:aws:es:us-east-1:123456789012:domain/movies"),
        'DomainName is "arn:aws:es:us-east-1:123456789012:domain/movies", but must be 3 to 28 of',
    ),
    "a domain's ARN, by Fn::GetAtt": (
        DOMAIN + ONE.replace("movies", "!GetAtt Movies.Arn"),
        "DomainName gets Arn of Movies, but must be the domain's name: write !Ref Movies",
    ),
    "a domain's endpoint, by Fn::Sub": (
        DOMAIN + ONE.replace("movies", '!Sub "${Movies.DomainEndpoint}"'),
        "DomainName gets DomainEndpoint of Movies, but must be the domain's name: write !Ref Movies",
    ),
    "capital letters in a name": (ONE.replace("movies", "Movies"), 'DomainName is "Movies", but must be 3 to 28 of'),
    "a block's newline": (ONE.replace("movies", "|\n        movies"), r'DomainName is "movies\n", but must be'),
    "a version without its v": (
        ONE + "      PackageVersion: 2\n",
        'PackageVersion is "2", but must be a version of the package, such as v2',
    ),
    "a time that is too long": (
        ONE + "      ServiceTimeout: 7200\n",
        "ServiceTimeout is 7200, but must be a whole number",
    ),
    "a word for a boolean": (
        ONE + "      AdoptExisting: maybe\n",
        'AdoptExisting is "maybe", but must be true or false',
    ),
    "one prerequisite that is no list": (
        ONE + "      PrerequisitePackageIDList: F222222222\n",
        'PrerequisitePackageIDList is "F222222222", but must be a list of package ids',
    ),
    "a package as its own prerequisite": (
        ONE + "      PrerequisitePackageIDList: [F222222222, F111111111]\n",
        "PrerequisitePackageIDList names F111111111 itself: no package is its own prerequisite. Remove it",
    ),
    "a package twice": (
        SET.replace("PackageName: synonyms", "PackageID: F111111111"),
        "Packages names F111111111 twice: keep one of them",
    ),
    "a package twice, by Fn::GetAtt": (
        FILMS
        + SET.replace("F111111111", "!GetAtt Films.PackageID").replace(
            "PackageName: synonyms", "PackageID: !GetAtt Films.PackageID"
        ),
        "Packages names the same package twice: keep one of them",
    ),
    "an attribute of a package that is not in the list": (
        SET + "Outputs:\n  Path: {Value: !GetAtt Set.F999.ReferencePath}\n",
        "Set has no package F999 in its list, which has F111111111, synonyms",
    ),
    "an attribute that there is not": (
        ONE + 'Outputs:\n  Path: {Value: !Sub "${One.RefPath}"}\n',
        "RefPath is not an attribute of Custom::OpenSearchPackageAssociation",
    ),
    "the Ref of an association for an id": (
        ONE + SET.replace("F111111111", "!Ref One"),
        "PackageID gets the physical id of One, a Custom::OpenSearchPackageAssociation: write !GetAtt One.PackageID",
    ),
    "the name of a package for its id": (
        FILMS + ONE.replace("F111111111", "!GetAtt Films.PackageName"),
        "PackageID gets PackageName of Films, a Custom::OpenSearchPackage: write !GetAtt Films.PackageID",
    ),
    "a parameter's default that does not fit": (
        TWO_PARAMETERS + "Resources:" + ONE.replace("F111111111", "!Ref Which") + "      Revision: !Ref Empty\n",
        f'The default of parameter Which does not fit. PackageID is "synonyms.txt", but must be {AN_ID}',
    ),
    "a branch of Fn::If that does not fit": (
        "Conditions:\n  Here: !Equals [!Ref AWS::Region, us-east-1]\nResources:"
        + ONE.replace("movies", "!If [Here, movies, Movies]"),
        'DomainName is "Movies", but must be 3 to 28 of',
    ),
    "the export's name without its import": (
        ONE.replace(IMPORT, "opensearch-packages-ServiceToken"),
        f'ServiceToken is "opensearch-packages-ServiceToken", {TOKEN}',
    ),
    "the export's name without its import, by Fn::Sub": (
        "Parameters:\n  Provider: {Type: String, Default: opensearch-packages}\nResources:"
        + ONE.replace(IMPORT, '!Sub "${Provider}-ServiceToken"'),
        f'ServiceToken is "${{Provider}}-ServiceToken", {TOKEN}',
    ),
    "a role for the ServiceToken": (
        ONE.replace(IMPORT, "arn:aws:iam::123456789012:role/f"),
        f'ServiceToken is "arn:aws:iam::123456789012:role/f", {TOKEN}',
    ),
    "a package by name, before it is made": (
        FILMS + ONE.replace("PackageID: F111111111", "PackageName: films"),
        "Films makes this package, and nothing says that it comes first: "
        "write PackageID: !GetAtt Films.PackageID, or DependsOn: Films",
    ),
    "AWS::CloudFormation::CustomResource with a mistake": (
        ONE.replace("Custom::OpenSearchPackageAssociation", "AWS::CloudFormation::CustomResource").replace(
            "movies", "Movies"
        ),
        'DomainName is "Movies", but must be 3 to 28 of',
    ),
    "a type of one's own with a mistake": (
        ONE
        + ONE.replace("One:", "Two:")
        .replace("Custom::OpenSearchPackageAssociation", "Custom::Synonyms")
        .replace("PackageID:", "PackageId:"),
        "PackageId is not a property of Custom::OpenSearchPackageAssociation. Did you mean PackageID?",
    ),
    "a plugin without its engine version": (
        FILMS.replace("TXT-DICTIONARY", "ZIP-PLUGIN"),
        "EngineVersion is missing: the engine version that a plugin is for, such as OpenSearch_2.19",
    ),
    "a bucket's ARN": (
        FILMS.replace("S3BucketName: dictionaries", "S3BucketName: arn:aws:s3:::dictionaries"),
        'PackageSource.S3BucketName is "arn:aws:s3:::dictionaries", but must be a bucket\'s name: 3 to 63 of',
    ),
}


def template(resources: str) -> str:
    """Return a whole template of resources, or of what is one but for its head."""
    return 'AWSTemplateFormatVersion: "2010-09-09"\n' + ("" if "Resources:" in resources else "Resources:") + resources


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """Return what cfn-lint finds in each template: the rules and their messages."""
    folder = tmp_path_factory.mktemp("mistakes")
    names = {}
    for number, (name, (resources, _)) in enumerate(MISTAKES.items()):
        path = folder / f"{number}.yaml"
        path.write_text(template(resources), encoding="utf-8")
        names[str(path)] = name
    said: dict[str, list[tuple[str, str]]] = {name: [] for name in MISTAKES}
    for one in matches(*map(Path, names)):
        said[names[one["Filename"]]].append((one["Rule"]["Id"], one["Message"]))
    return said


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_is_found_and_said_once(found: dict[str, list[tuple[str, str]]], mistake: str) -> None:
    (ours,) = (message for rule, message in found[mistake] if rule == "E9801")
    assert ours.startswith(MISTAKES[mistake][1])
