using System.CommandLine;
using Signpost.Cli.Demonstration;
using Signpost.Trust;

namespace Signpost.Cli.Commands;

/// <summary><c>signpost order sign</c>: an officer's signature on an officer's own machine.</summary>
internal static class OrderCommand
{
    private const string Summary = "Signs a deployment order and its watchlist bundle with an officer's key file.";

    private const string Lesson = """
        The key never leaves this machine: download the signing request from the console, sign it here, upload the answer.

        Example:
          signpost order sign --key-file officer-a.key --request order.json --out signature.json
        """;

    public static Command Create()
    {
        var key = new Option<FileInfo>("--key-file") { Description = "P-256 private key (PKCS#8 PEM, mode 0600).", Required = true, HelpName = "FILE" };
        var request = new Option<FileInfo>("--request") { Description = "The signing request from the control plane.", Required = true, HelpName = "FILE" };
        var output = new Option<FileInfo>("--out") { Description = "Where to write the signature.", Required = true, HelpName = "FILE" };
        var officer = new Option<string?>("--officer") { Description = "Your id in the roster. Without it: the key file's name without its ending.", HelpName = "ID" };
        var sign = new TaughtCommand("sign", Summary, Lesson) { key, request, output, officer };
        sign.SetAction(parsed => Sign(parsed.GetValue(key)!, parsed.GetValue(request)!, parsed.GetValue(output)!, parsed.GetValue(officer)));
        return new Command("order", "Deployment orders on an officer's own machine.") { sign };
    }

    private static int Sign(FileInfo key, FileInfo request, FileInfo output, string? officer)
    {
        if (!request.Exists) throw new SetUpException($"--request {request}: there is no such file. Download it from the order's page in the console.");
        if (request.Length > OfficerSigning.MaximumRequestLength) throw new SetUpException($"--request {request} is {request.Length} bytes long: that is no signing request.");
        var read = OfficerSigning.Read(File.ReadAllBytes(request.FullName));
        var officerId = officer ?? Path.GetFileNameWithoutExtension(key.Name);
        var response = OfficerSigning.Sign(read, key.FullName, officerId);
        AtomicFile.Write(output.FullName, response, AtomicFile.OwnerOnly);
        Console.Out.WriteLine($"{officerId} signed order {read.OrderId}: {output.FullName}");
        return ExitCode.Success;
    }
}
