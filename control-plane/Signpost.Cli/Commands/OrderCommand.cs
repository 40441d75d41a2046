using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Signpost.Cli.Ceremony;
using Signpost.Cli.Demonstration;
using Signpost.Contracts;
using Signpost.Trust;

namespace Signpost.Cli.Commands;

/// <summary><c>signpost order</c>: an officer's key, signature and reading of orders, on the officer's own machine.</summary>
internal static class OrderCommand
{
    private const string SignSummary = "Signs a deployment order and its watchlist bundle with an officer's key file.";

    private const string SignLesson = """
        The key never leaves this machine: download the signing request from the console, sign it here, upload the answer.

        Example:
          signpost order sign --key-file officer-a.key --request order.json --out signature.json
        """;

    private const string NewKeyLesson = """
        The private key stays in --key-file, on this machine. Give the other file to the keeper of the roster, and compare the fingerprint by voice.

        Example:
          signpost order new-key --officer officer-a --key-file officer-a.key --out officer-a.officer-key.json
        """;

    private const string ExplainLesson = """
        FILE is a signed order, or a signing request as the console hands it out. Without a roster nobody can tell whether the signatures are good; without a unit's facts
        nobody can tell what that unit would say.

        Examples:
          signpost order explain order.json
          signpost order explain order.cose --roster roster-1.cose --root root.pub
          signpost order explain order.cose --roster roster-1.cose --root root.pub --unit unit-7k2f --position 51.5009,-0.1239 --camera v4l2:046d:0825:SN-7
        """;

    public static Command Create() => new("order", "Deployment orders on an officer's own machine.") { Sign(), NewKey(), Explain() };

    private static TaughtCommand Sign()
    {
        var key = new Option<FileInfo>("--key-file") { Description = "P-256 private key (PKCS#8 PEM, mode 0600).", Required = true, HelpName = "FILE" };
        var request = new Option<FileInfo>("--request") { Description = "The signing request from the control plane.", Required = true, HelpName = "FILE" };
        var output = new Option<FileInfo>("--out") { Description = "Where to write the signature.", Required = true, HelpName = "FILE" };
        var officer = new Option<string?>("--officer") { Description = "Your id in the roster. Without it: the key file's name without its ending.", HelpName = "ID" };
        var sign = new TaughtCommand("sign", SignSummary, SignLesson) { key, request, output, officer };
        sign.SetAction(parsed => Sign(parsed.GetValue(key)!, parsed.GetValue(request)!, parsed.GetValue(output)!, parsed.GetValue(officer)));
        return sign;
    }

    private static TaughtCommand NewKey()
    {
        var officer = new Option<string>("--officer") { Description = "Your id in the roster: 1 to 64 of a-z, 0-9 and '-'.", Required = true, HelpName = "ID" };
        var key = new Option<FileInfo>("--key-file") { Description = "Where to write the private key (PKCS#8 PEM, mode 0600).", Required = true, HelpName = "FILE" };
        var output = new Option<FileInfo>("--out") { Description = "Where to write the public key for the roster.", Required = true, HelpName = "FILE" };
        var command = new TaughtCommand("new-key", "Makes an officer's key, and the file that the roster's keeper needs.", NewKeyLesson) { officer, key, output };
        command.SetAction(parsed =>
        {
            var (id, file) = (parsed.GetValue(officer)!, parsed.GetValue(key)!);
            if (!Topics.IsValidUnitId(id)) throw new SetUpException($"'{id}' is no officer's id (1 to 64 of a-z, 0-9 and '-').");
            if (file.Exists) throw new SetUpException($"{file} is there already, and is not overwritten.");
            using var made = P256.CreateKey();
            KeyFiles.Write(file.FullName, made);
            var publicKey = made.ExportSubjectPublicKeyInfo();
            AtomicFile.Write(parsed.GetValue(output)!.FullName, new OfficerKeyFile(1, id, publicKey).ToJson(), AtomicFile.OwnerOnly);
            Console.Out.WriteLine($"{id}: private key in {file}; for the roster: {parsed.GetValue(output)}; fingerprint {string.Join(' ', Convert.ToHexStringLower(SHA256.HashData(publicKey)).Chunk(4).Select(four => new string(four)))}");
            return ExitCode.Success;
        });
        return command;
    }

    private static TaughtCommand Explain()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A signed order (COSE), or a signing request (JSON)." };
        var roster = new Option<FileInfo?>("--roster") { Description = "The signed roster.", HelpName = "FILE" };
        var root = new Option<FileInfo?>("--root") { Description = "The force's root public key (root.pub).", HelpName = "FILE" };
        var unit = new Option<string?>("--unit") { Description = "The unit that would run under it.", HelpName = "ID" };
        var position = new Option<string?>("--position") { Description = "Where that unit stands.", HelpName = "LAT,LON" };
        var cameras = new Option<string[]>("--camera") { Description = "What it looks through; may be given more than once.", HelpName = "FINGERPRINT" };
        var at = new Option<DateTimeOffset?>("--at") { Description = "As of when, such as 2026-06-01T12:00:00Z. Without it: now.", HelpName = "TIME" };
        var command = new TaughtCommand("explain", "Says in plain language what an order allows, who signed it, and why a unit would refuse it.", ExplainLesson) { file, roster, root, unit, position, cameras, at };
        command.Validators.Add(result =>
        {
            if (result.GetValue(roster) is null != result.GetValue(root) is null) result.AddError("--roster and --root go together: a roster counts by its root's signature.");
            if (result.GetValue(unit) is not null && result.GetValue(roster) is null) result.AddError("--unit needs --roster and --root: a unit believes nothing else.");
        });
        command.SetAction(parsed =>
        {
            var now = parsed.GetValue(at) ?? TimeProvider.System.GetUtcNow();
            return Explain(
                parsed.GetValue(file)!, Roster(parsed.GetValue(roster), parsed.GetValue(root), now), parsed.GetValue(unit), Position(parsed.GetValue(position)), parsed.GetValue(cameras) ?? [], now);
        });
        return command;
    }

    private static int Sign(FileInfo key, FileInfo request, FileInfo output, string? officer)
    {
        var read = OfficerSigning.Read(Bytes(request, "--request", "Download it from the order's page in the console."));
        var officerId = officer ?? Path.GetFileNameWithoutExtension(key.Name);
        foreach (var line in OrderExplanation.Content(read.ReadOrder().Value, null)) Console.Error.WriteLine(line);
        var response = OfficerSigning.Sign(read, key.FullName, officerId);
        AtomicFile.Write(output.FullName, response, AtomicFile.OwnerOnly);
        Console.Out.WriteLine($"{officerId} signed order {read.OrderId}: {output.FullName}");
        return ExitCode.Success;
    }

    private static int Explain(FileInfo file, VerifiedRoster? roster, string? unit, Corner? position, IReadOnlyList<string> cameras, DateTimeOffset now)
    {
        var bytes = Bytes(file, "FILE", "Save it from the order's page in the console.");
        if (bytes.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8))
        {
            var request = OfficerSigning.Read(bytes);
            Print(OrderExplanation.Content(request.ReadOrder().Value, request.ReadEntries()));
            Print(["Nobody has signed it: this is the request to do so."]);
            return ExitCode.Success;
        }

        if (!OrderReading.Read(bytes).TryGet(out var reading, out var refusal)) throw new SetUpException($"{file}: {refusal.Detail} ({refusal.Reason})");
        Print(OrderExplanation.Content(reading.Content, null));
        Print(OrderExplanation.Signers(reading, roster));
        if (roster is null) return ExitCode.Success;
        var standing = unit is null ? null : new UnitStanding(unit, reading.Content.PackDigest.Memory, position, cameras);
        var refusals = OrderVerifier.Explain(bytes, roster, now, standing);
        Print(OrderExplanation.Refusals(refusals, unit is null ? "A unit that it names" : $"Unit {unit}"));
        return refusals.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static VerifiedRoster? Roster(FileInfo? file, FileInfo? root, DateTimeOffset now)
    {
        if (file is null || root is null) return null;
        var key = new byte[512];
        var text = System.Text.Encoding.ASCII.GetString(Bytes(root, "--root", "It is made by 'signpost ca init'.")).Trim();
        if (!Convert.TryFromBase64String(text, key, out var length)) throw new SetUpException($"--root {root}: is not a public key in base64.");
        try
        {
            return RosterVerifier.Verify(Bytes(file, "--roster", "It is made by 'signpost ca roster sign'."), key.AsMemory(0, length), now, 0).TryGet(out var roster, out var refusal)
                ? roster
                : throw new SetUpException($"--roster {file}: {refusal.Detail} ({refusal.Reason})");
        }
        catch (ArgumentException e)
        {
            throw new SetUpException($"--root {root}: is not a P-256 public key.", e);
        }
    }

    private static Corner? Position(string? text)
    {
        if (text is null) return null;
        var parts = text.Split(',');
        return parts.Length == 2 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && Math.Abs(latitude) <= 90
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude) && Math.Abs(longitude) <= 180
                ? new Corner(latitude, longitude)
                : throw new SetUpException($"--position {text}: is not a latitude and a longitude, such as 51.5009,-0.1239.");
    }

    private static byte[] Bytes(FileInfo file, string what, string otherwise)
    {
        if (!file.Exists) throw new SetUpException($"{what} {file}: there is no such file. {otherwise}");
        return file.Length <= OfficerSigning.MaximumRequestLength ? File.ReadAllBytes(file.FullName) : throw new SetUpException($"{what} {file} is {file.Length} bytes long: that is nothing of ours.");
    }

    private static void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines) Console.Out.WriteLine(line);
    }
}
