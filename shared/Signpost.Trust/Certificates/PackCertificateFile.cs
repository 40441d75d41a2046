using System.Text.Json;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>
/// The certificate beside a model pack's manifest: JSON that a person can read, and that says exactly what an order carries. It is not part of the pack's
/// digest, which it names. Format: docs/formats.md.
/// </summary>
public static class PackCertificateFile
{
    /// <summary>Name of the file in the pack's folder.</summary>
    public const string Name = "certificate.json";

    /// <summary>The command that makes one, for messages that miss it.</summary>
    public const string Command = "signpost evaluate certify";

    /// <summary>Bytes of the longest file that is read.</summary>
    public const int MaximumLength = 1024 * 1024;

    /// <summary>Reads a certificate from its folder.</summary>
    /// <param name="packDirectory">The pack's folder.</param>
    /// <param name="packDigest">SHA-256 of the manifest beside it, 32 bytes.</param>
    /// <returns>The certificate, or: Incomplete (no file, or it cannot be read), what <see cref="Read"/> refuses, WrongCertificate (of another pack). The
    /// detail names the command that makes one.</returns>
    public static Result<PackCertificate> Load(string packDirectory, ReadOnlyMemory<byte> packDigest)
    {
        var path = Path.Combine(packDirectory, Name);
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Refusal(RefusalReason.Incomplete, $"{path} is missing: the pack was never measured. Make it with `{Command}`.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Refusal(RefusalReason.Incomplete, $"{path} cannot be read: {failure.Message}");
        }

        if (!Read(json).TryGet(out var certificate, out var refusal))
            return refusal with { Detail = $"{path}: {refusal.Detail} Make it again with `{Command}`." };
        return certificate.PackDigest.Span.SequenceEqual(packDigest.Span)
            ? certificate
            : new Refusal(
                RefusalReason.WrongCertificate,
                $"{path} is of pack {Convert.ToHexStringLower(certificate.PackDigest.Span)}, this one is {Convert.ToHexStringLower(packDigest.Span)}. "
                    + $"Measure this one with `{Command}`.");
    }

    /// <summary>Reads a certificate: every member once, none unknown, all rules kept.</summary>
    /// <returns>The certificate, or: Malformed (no such JSON), UnknownVersion, Incomplete (with everything that is wrong).</returns>
    public static Result<PackCertificate> Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaximumLength)
            return new Refusal(RefusalReason.Malformed, $"Certificate: {json.Length} bytes, at most {MaximumLength} are read.");
        CertificateDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(json, CertificateJsonContext.Default.CertificateDocument);
        }
        catch (JsonException failure)
        {
            return new Refusal(RefusalReason.Malformed, $"Certificate: not the expected JSON at {failure.Path ?? "$"}, line {failure.LineNumber + 1}.");
        }

        if (document is null) return new Refusal(RefusalReason.Malformed, "Certificate: empty.");
        if (document.Format != CertificateDocument.FormatOne)
            return new Refusal(RefusalReason.UnknownVersion, $"Certificate: format '{document.Format}'; '{CertificateDocument.FormatOne}' is known.");
        if (document.Faults().ToList() is { Count: > 0 } faults)
            return new Refusal(RefusalReason.Incomplete, $"Certificate: {string.Join("; ", faults)}.");
        var certificate = document.ToMessage();
        return PackCertificateRules.Check(certificate) is { Count: > 0 } broken
            ? new Refusal(RefusalReason.Incomplete, $"Certificate: {string.Join("; ", broken)}.")
            : certificate;
    }

    /// <summary>As UTF-8 JSON with a line feed at the end; <see cref="Read"/> gives the same certificate back.</summary>
    /// <exception cref="ArgumentException">The certificate is not sound; the message says everything that is wrong.</exception>
    public static byte[] Write(PackCertificate certificate)
    {
        if (PackCertificateRules.Check(certificate) is { Count: > 0 } broken)
            throw new ArgumentException($"The certificate is not sound: {string.Join("; ", broken)}.", nameof(certificate));
        return [.. JsonSerializer.SerializeToUtf8Bytes(CertificateDocument.Of(certificate), CertificateJsonContext.Default.CertificateDocument), (byte)'\n'];
    }
}
