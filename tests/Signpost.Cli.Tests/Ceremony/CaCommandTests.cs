using System.Security.Cryptography;
using System.Text;
using Signpost.Cli.Ceremony;
using Signpost.Cli.Commands;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Cli.Tests.Ceremony;

/// <summary>The ceremony with its own commands, read back with the verifier that units use.</summary>
public sealed class CaCommandTests : IDisposable
{
    private const string Square = """{"type":"Polygon","coordinates":[[[-0.13,51.49],[-0.11,51.49],[-0.11,51.52],[-0.13,51.52],[-0.13,51.49]]]}""";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Ceremony_FromRootToRoster_IsBelievedAndNeverSignsAVersionTwice()
    {
        Run("ca", "init", "--dir", Root, "--force", "Harbour Police", "--passphrase-file", Secret("correct horse battery"));
        foreach (var (id, role) in new[] { ("anna", "author"), ("ben", "authorising-officer") }) AddOfficer(id, role);
        File.WriteAllText(File_("city.geojson"), Square);
        Run("ca", "rule", "add", "--dir", Root, "--name", "City ban", "--place", File_("city.geojson"), "--forbid", "--purpose", "protect-named-event");

        var first = Sign("roster-1.cose");
        Assert.Equal((1ul, "Harbour Police"), (first.Version, first.Force));
        Assert.Equal([OfficerRole.Author, OfficerRole.AuthorisingOfficer], first.Officers.OrderBy(x => x.OfficerId, StringComparer.Ordinal).Select(x => x.Role));
        var rule = Assert.Single(first.PlaceRules);
        Assert.Equal(("City ban", true, Purpose.ProtectNamedEvent), (rule.Name, rule.IsForbidden, Assert.Single(rule.Purposes)));
        Assert.True(rule.Place.Contains(new Corner(51.5, -0.12)));

        Run("ca", "officer", "revoke", "--dir", Root, "--id", "ben");
        Run("ca", "rule", "remove", "--dir", Root, "--name", "City ban");
        var second = Sign("roster-2.cose");
        Assert.Equal((2ul, 0), (second.Version, second.PlaceRules.Count));
        Assert.NotNull(second.Officers.Single(x => x.OfficerId == "ben").RevokedAt);
    }

    [Fact]
    public void Init_FolderThatHoldsARoot_IsRefusedAndLeavesItAlone()
    {
        Run("ca", "init", "--dir", Root, "--force", "Harbour Police", "--passphrase-file", Secret("correct horse battery"));
        var before = File.ReadAllBytes(Path.Combine(Root, "root.key"));
        Assert.Contains("already", Refused("ca", "init", "--dir", Root, "--force", "Other", "--passphrase-file", Secret("correct horse battery")), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Root, "root.key")));
        Assert.Contains("ENCRYPTED PRIVATE KEY", Encoding.ASCII.GetString(before), StringComparison.Ordinal);
    }

    [Fact]
    public void Init_ShortPassphrase_MakesNothing()
    {
        Assert.Contains("12 characters", Refused("ca", "init", "--dir", Root, "--force", "F", "--passphrase-file", Secret("short")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Root, "root.key")));
    }

    [Fact]
    public void Sign_OtherPassphrase_SignsNothingAndKeepsTheVersion()
    {
        Run("ca", "init", "--dir", Root, "--force", "Harbour Police", "--passphrase-file", Secret("correct horse battery"));
        AddOfficer("anna", "author");
        Assert.Contains("passphrase", Refused("ca", "roster", "sign", "--dir", Root, "--for", "90d", "--out", File_("r.cose"), "--passphrase-file", Secret("another one entirely")), StringComparison.Ordinal);
        Assert.False(File.Exists(File_("r.cose")));
        Assert.Equal(0ul, RosterBook.Load(Root).LastVersion);
    }

    [Fact]
    public void Sign_EmptyBook_SaysWhy()
    {
        Run("ca", "init", "--dir", Root, "--force", "Harbour Police", "--passphrase-file", Secret("correct horse battery"));
        Assert.Contains("0 officers", Refused("ca", "roster", "sign", "--dir", Root, "--for", "90d", "--out", File_("r.cose"), "--passphrase-file", Secret("correct horse battery")), StringComparison.Ordinal);
    }

    [Fact]
    public void Officer_KeyThatStandsThereAlready_IsRefused()
    {
        Run("ca", "init", "--dir", Root, "--force", "Harbour Police", "--passphrase-file", Secret("correct horse battery"));
        AddOfficer("anna", "author");
        Assert.Contains("anna", Refused("ca", "officer", "add", "--dir", Root, "--key", File_("anna.officer-key.json"), "--role", "author", "--for", "9d"), StringComparison.Ordinal);
    }

    [Fact]
    public void Issuing_MakesAnAuthorityForTheControlPlane()
    {
        Run("ca", "init", "--dir", Root, "--force", "Harbour Police", "--passphrase-file", Secret("correct horse battery"));
        Run("ca", "issuing", "--dir", Root, "--out", File_("pki"));
        using var authority = IssuingAuthority.CreateOrLoad(File_("pki"), "ignored", TimeProvider.System);
        Assert.Contains("Harbour Police", authority.Certificate.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[0,51]}""", "one Polygon is expected")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,51],[1,51]]]}""", "3 to 1000")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,51],[1,52],[1,51],[0,52],[0,51]]]}""", "cross")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,51],[1,51],[1,52]],[[0,51],[1,51],[1,52]]]}""", "rings")]
    [InlineData("""{"type":"Polygon","coordinates":[["x"]]}""", "no GeoJSON")]
    [InlineData("""{"type":7}""", "no GeoJSON")]
    [InlineData("[]", "no GeoJSON")]
    [InlineData("", "no GeoJSON")]
    public void GeoJson_AnythingButOnePolygon_SaysWhatItFound(string json, string found) =>
        Assert.Contains(found, Assert.Throws<SetUpException>(() => GeoJson.Read(Encoding.UTF8.GetBytes(json), "place")).Message, StringComparison.Ordinal);

    [Fact]
    public void GeoJson_FeatureOfACollection_IsRead() =>
        Assert.Equal(4, GeoJson.Read(Encoding.UTF8.GetBytes($$"""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{{Square}}}]}"""), "place").Count);

    [Fact]
    public void GeoJson_SpoiltBytes_AreRefusedAndNothingElse()
    {
        var random = new Random(7);
        var good = Encoding.UTF8.GetBytes(Square);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Assert.Null(Polygon.Check(GeoJson.Read(bytes, "place")));
            }
            catch (SetUpException)
            {
                // One line that says what was found.
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Root => Path.Combine(_folder.Path, "root");

    private string File_(string name) => Path.Combine(_folder.Path, name);

    private string Secret(string passphrase)
    {
        var file = File_(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(passphrase)))[..8]);
        AtomicFile.Write(file, Encoding.UTF8.GetBytes(passphrase + "\n"), AtomicFile.OwnerOnly);
        return file;
    }

    private void AddOfficer(string id, string role)
    {
        Run("order", "new-key", "--officer", id, "--key-file", File_($"{id}.key"), "--out", File_($"{id}.officer-key.json"));
        Run("ca", "officer", "add", "--dir", Root, "--key", File_($"{id}.officer-key.json"), "--role", role, "--for", "365d");
    }

    private VerifiedRoster Sign(string name)
    {
        Run("ca", "roster", "sign", "--dir", Root, "--for", "90d", "--out", File_(name), "--passphrase-file", Secret("correct horse battery"));
        var root = Convert.FromBase64String(File.ReadAllText(Path.Combine(Root, "root.pub")).Trim());
        return RosterVerifier.Verify(File.ReadAllBytes(File_(name)), root, TimeProvider.System.GetUtcNow(), 0).Value;
    }

    private static void Run(params string[] arguments) => Assert.Equal(0, SignpostCommand.Create().Parse(arguments).Invoke(new() { EnableDefaultExceptionHandler = false }));

    private static string Refused(params string[] arguments)
    {
        try
        {
            SignpostCommand.Create().Parse(arguments).Invoke(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (OneLine.For(e) is { } line)
        {
            return line;
        }

        Assert.Fail("was not refused");
        return "";
    }
}
