using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Signpost.Cli.Ceremony;
using Signpost.Trust;

namespace Signpost.Cli.Commands;

/// <summary><c>signpost ca</c>: the ceremony at which a force's root is born and signs who may sign, on a machine that is on no network.</summary>
internal static class CaCommand
{
    private const string Lesson = """
        The root key is the one thing that every unit believes. It is made once, kept encrypted in a folder of its own (a stick in a safe), and used only here, on a
        machine without a network. It signs the roster: officers and their public keys, and the places where use is forbidden or limited.

        A first ceremony:
          signpost ca init --dir /media/stick/root --force "Harbour Police"
          signpost ca officer add --dir /media/stick/root --key anna.officer-key.json --role author --for 365d
          signpost ca officer add --dir /media/stick/root --key ben.officer-key.json --role authorising-officer --for 365d
          signpost ca rule add --dir /media/stick/root --name "City ban" --place city.geojson --forbid
          signpost ca roster sign --dir /media/stick/root --for 90d --out roster-1.cose

        Give roster-1.cose and root.pub to the control plane (console: Staff, Install a roster). Officers make their keys where they are: in the console under 'My signing
        key', or with 'signpost order new-key'. docs/ceremony.md goes through it step by step.
        """;

    private static readonly Option<DirectoryInfo> Dir = new("--dir") { Description = "Folder of the ceremony.", Required = true, HelpName = "DIR" };
    private static readonly Option<FileInfo?> PassphraseFile = new("--passphrase-file") { Description = "File of mode 0600 with the passphrase. Without it: typed, or from standard input.", HelpName = "FILE" };

    public static Command Create() => new TaughtCommand("ca", "A force's offline root, its roster of officers, and its place rules.", Lesson)
    {
        Init(), Officer(), Rule(), Roster(), Issuing(), Show(),
    };

    private static Command Init()
    {
        var force = new Option<string>("--force") { Description = "The force's name, as in every order.", Required = true, HelpName = "NAME" };
        var command = new Command("init", "Makes the root key, encrypted under a passphrase, and begins the book of officers.") { Dir, force, PassphraseFile };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(Dir)!.FullName;
            if (File.Exists(RosterBook.PathIn(folder)) || File.Exists(RootKey(folder))) throw new SetUpException($"{folder} holds a ceremony already. A second root would make every unit strange to the first.");
            Directory.CreateDirectory(folder);
            using var passphrase = Passphrase.Ask(parsed.GetValue(PassphraseFile), isNew: true);
            using var root = P256.CreateKey();
            KeyFiles.WriteEncrypted(RootKey(folder), root, passphrase.Bytes);
            var publicKey = root.ExportSubjectPublicKeyInfo();
            AtomicFile.Write(RootPublicKey(folder), System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(publicKey) + "\n"), AtomicFile.OwnerOnly);
            new RosterBook { FormatVersion = 1, Force = parsed.GetValue(force)!, LastVersion = 0, Officers = [], Rules = [] }.Save(folder);
            Say($"Root of '{parsed.GetValue(force)}' made. Its fingerprint, to write down and compare: {Fingerprint(publicKey)}");
            Say($"Private, encrypted: {RootKey(folder)}. Public: {RootPublicKey(folder)}. There is no way back without the passphrase.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Officer()
    {
        var key = new Option<FileInfo>("--key") { Description = "The officer's key file (ID.officer-key.json), as the console or 'signpost order new-key' made it.", Required = true, HelpName = "FILE" };
        var role = new Option<string?>("--role") { Description = $"One of: {string.Join(", ", Roles.All)}. Needed for a new officer.", HelpName = "ROLE" };
        var lasts = Lasts("How long the officer may sign. Needed for a new officer.", required: false);
        var add = new Command("add", "Writes an officer's public key into the book. Compare its fingerprint with the officer, by voice.") { Dir, key, role, lasts };
        add.SetAction(parsed => Change(parsed, book =>
        {
            var file = parsed.GetValue(key)!;
            if (!file.Exists) throw new SetUpException($"{file}: there is no such file.");
            if (!OfficerKeyFile.Read(File.ReadAllBytes(file.FullName)).TryGet(out var read, out var refusal)) throw new SetUpException($"{file}: {refusal.Detail}");
            Say($"{read.OfficerId}: {(read.RelyingParty is null ? "a key file" : $"a security key or passkey at {read.Origin}")}, fingerprint {Fingerprint(read.PublicKey)}");
            return book.With(read, parsed.GetValue(role), parsed.GetValue(lasts) is { } span ? Now + span : null);
        }));
        var id = new Option<string>("--id") { Description = "Whom.", Required = true, HelpName = "ID" };
        var revoke = new Command("revoke", "Nothing of this officer counts from the next roster on, whatever was signed before.") { Dir, id };
        revoke.SetAction(parsed => Change(parsed, book => book.Revoke(parsed.GetValue(id)!, Now)));
        return new Command("officer", "Officers and their public keys.") { add, revoke };
    }

    private static Command Rule()
    {
        var name = new Option<string>("--name") { Description = "As officers and units will read it.", Required = true, HelpName = "NAME" };
        var place = new Option<FileInfo>("--place") { Description = "GeoJSON file with one polygon.", Required = true, HelpName = "FILE" };
        var forbid = new Option<bool>("--forbid") { Description = "No use at all." };
        var entries = new Option<uint>("--max-entries") { Description = "Most entries of a watchlist.", HelpName = "N" };
        var hours = new Option<uint>("--max-hours") { Description = "Longest window of an order.", HelpName = "N" };
        var purposes = new Option<string[]>("--purpose") { Description = $"Only for these purposes: {string.Join(", ", Roles.Purposes)}. Without it: for all.", HelpName = "PURPOSE" };
        var add = new Command("add", "A place where use is forbidden or limited. Units hold to it from the next roster on.") { Dir, name, place, forbid, entries, hours, purposes };
        add.Validators.Add(result =>
        {
            var limits = result.GetValue(entries) > 0 || result.GetValue(hours) > 0;
            if (result.GetValue(forbid) == limits) result.AddError("A rule either forbids (--forbid) or limits (--max-entries, --max-hours).");
        });
        add.SetAction(parsed => Change(parsed, book => book.With(new BookRule
        {
            Name = parsed.GetValue(name)!,
            Corners = [.. GeoJson.Read(parsed.GetValue(place)!).Select(corner => new[] { corner.Latitude, corner.Longitude })],
            Forbidden = parsed.GetValue(forbid),
            MaxEntries = parsed.GetValue(entries),
            MaxHours = parsed.GetValue(hours),
            Purposes = [.. (parsed.GetValue(purposes) ?? []).Select(purpose => Roles.ParsePurpose(purpose) is var _ ? purpose : purpose)],
        })));
        var remove = new Command("remove", "Takes a rule out of the book.") { Dir, name };
        remove.SetAction(parsed => Change(parsed, book => book.WithoutRule(parsed.GetValue(name)!)));
        return new Command("rule", "Places where use is forbidden or limited.") { add, remove };
    }

    private static Command Roster()
    {
        var lasts = Lasts("How long the roster is believed. Short enough that a revoked officer is soon forgotten everywhere, long enough for the next ceremony.", required: true);
        var output = new Option<FileInfo>("--out") { Description = "Where to write the signed roster.", Required = true, HelpName = "FILE" };
        var sign = new Command("sign", "Signs what the book holds as the next version.") { Dir, lasts, output, PassphraseFile };
        sign.SetAction(parsed =>
        {
            var folder = parsed.GetValue(Dir)!.FullName;
            var book = RosterBook.Load(folder);
            using var passphrase = Passphrase.Ask(parsed.GetValue(PassphraseFile), isNew: false);
            using var root = KeyFiles.ReadEncryptedSigningKey(RootKey(folder), passphrase.Bytes);
            var roster = book.ToRoster(book.LastVersion + 1, Now + parsed.GetValue(lasts)!.Value);
            if (!RosterSigner.TrySign(roster, root).TryGet(out var signed, out var refusal)) throw new SetUpException($"Not signed: {refusal.Detail}");

            // The book first: a version that is lost is a gap, a version that is given twice is two rosters that nobody can tell apart.
            (book with { LastVersion = roster.Version }).Save(folder);
            AtomicFile.Write(parsed.GetValue(output)!.FullName, signed, AtomicFile.OwnerOnly);
            Say($"Roster version {roster.Version} of '{book.Force}': {book.Officers.Count} officers, {book.Rules.Count} place rules, until {roster.NotAfter.ToDateTimeOffset():u}: {parsed.GetValue(output)}");
            return ExitCode.Success;
        });
        return new Command("roster", "The signed list of who may sign what.") { sign };
    }

    private static Command Issuing()
    {
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for it: becomes 'pki' in the control plane's data folder, before its first start.", Required = true, HelpName = "DIR" };
        var command = new Command("issuing", "Makes the authority that the control plane issues units' and servers' certificates with. It signs connections, never orders.") { Dir, output };
        command.SetAction(parsed =>
        {
            var book = RosterBook.Load(parsed.GetValue(Dir)!.FullName);
            using var authority = IssuingAuthority.CreateOrLoad(parsed.GetValue(output)!.FullName, $"{book.Force} issuing authority", TimeProvider.System);
            Say($"Issuing authority in {parsed.GetValue(output)}, until {authority.Certificate.NotAfter.ToUniversalTime():u}. Fingerprint: {Spaced(authority.Certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant())}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "What the book holds.") { Dir };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(Dir)!.FullName;
            var book = RosterBook.Load(folder);
            Say($"{book.Force}: root {Fingerprint(Convert.FromBase64String(File.ReadAllText(RootPublicKey(folder)).Trim()))}, last roster version {book.LastVersion}");
            foreach (var officer in book.Officers.OrderBy(officer => officer.Id, StringComparer.Ordinal))
            {
                Say($"  {officer.Id}: {officer.Role}, until {officer.NotAfter:u}{(officer.RevokedAt is { } at ? $", revoked {at:u}" : "")}");
                foreach (var key in officer.Keys) Say($"    {(key.RelyingParty is null ? "key file" : $"passkey at {key.Origin}")} {Fingerprint(key.PublicKey)}");
            }

            foreach (var rule in book.Rules)
            {
                var what = rule.Forbidden ? "forbidden" : string.Join(", ", new[] { rule.MaxEntries > 0 ? $"at most {rule.MaxEntries} entries" : null, rule.MaxHours > 0 ? $"at most {rule.MaxHours} hours" : null }.OfType<string>());
                Say($"  place '{rule.Name}': {what}, for {(rule.Purposes.Count == 0 ? "every purpose" : string.Join(", ", rule.Purposes))}, {rule.Corners.Count} corners");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static int Change(ParseResult parsed, Func<RosterBook, RosterBook> change)
    {
        var folder = parsed.GetValue(Dir)!.FullName;
        change(RosterBook.Load(folder)).Save(folder);
        Say("Written. It counts from the next roster on: signpost ca roster sign");
        return ExitCode.Success;
    }

    private static Option<TimeSpan?> Lasts(string description, bool required) => new("--for")
    {
        Description = description,
        Required = required,
        HelpName = "DAYSd",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 3650) return TimeSpan.FromDays(days);
            result.AddError($"--for takes days, such as 90d; '{text}' is not 1d to 3650d.");
            return null;
        },
    };

    private static DateTimeOffset Now
    {
        get
        {
            var now = TimeProvider.System.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    private static string RootKey(string folder) => Path.Combine(folder, "root.key");

    private static string RootPublicKey(string folder) => Path.Combine(folder, "root.pub");

    private static string Fingerprint(byte[] publicKey) => Spaced(Convert.ToHexStringLower(SHA256.HashData(publicKey)));

    private static string Spaced(string hex) => string.Join(' ', hex.Chunk(4).Select(four => new string(four)));

    private static void Say(string line) => Console.Out.WriteLine(line);
}
