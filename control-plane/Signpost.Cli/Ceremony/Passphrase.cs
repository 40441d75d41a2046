using System.Security.Cryptography;
using System.Text;
using Signpost.Trust;

namespace Signpost.Cli.Ceremony;

/// <summary>A passphrase, from a file of mode 0600, from standard input, or typed without an echo; never from the command line, where everybody on the machine can read it.</summary>
internal sealed class Passphrase : IDisposable
{
    /// <summary>Characters of a new one.</summary>
    public const int Shortest = 12;

    private const int Longest = 1024;
    private readonly byte[] _bytes;

    private Passphrase(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The one that is asked for.</summary>
    /// <param name="file">Where it stands, or null to ask.</param>
    /// <param name="isNew">Whether it is being chosen: then it has a least length, and is typed twice.</param>
    /// <exception cref="SetUpException">It is too short, empty, or the two differ.</exception>
    public static Passphrase Ask(FileInfo? file, bool isNew)
    {
        if (file is not null) return Checked(Trimmed(KeyFiles.ReadSecret(file.FullName, Longest)), isNew);
        if (Console.IsInputRedirected) return Checked(Encoding.UTF8.GetBytes(Console.In.ReadLine() ?? ""), isNew);
        var first = Type(isNew ? $"A passphrase for the root key, at least {Shortest} characters: " : "Passphrase of the root key: ");
        if (isNew && !CryptographicOperations.FixedTimeEquals(first, Type("The same again: "))) throw new SetUpException("The two passphrases differ; nothing was made.");
        return Checked(first, isNew);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    private static Passphrase Checked(byte[] bytes, bool isNew)
    {
        if (bytes.Length == 0) throw new SetUpException("A passphrase is needed: type it, give it on standard input, or name a file of mode 0600 with --passphrase-file.");
        return !isNew || Encoding.UTF8.GetCharCount(bytes) >= Shortest
            ? new Passphrase(bytes)
            : throw new SetUpException($"The passphrase has fewer than {Shortest} characters. Take a long one: it guards the key that everything rests on.");
    }

    // An editor ends a file with a new line.
    private static byte[] Trimmed(byte[] content)
    {
        var kept = content.AsSpan().TrimEnd("\r\n"u8).ToArray();
        CryptographicOperations.ZeroMemory(content);
        return kept;
    }

    private static byte[] Type(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new List<char>();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && typed.Count > 0) typed.RemoveAt(typed.Count - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Add(key.KeyChar);
        }

        Console.Error.WriteLine();
        char[] characters = [.. typed];
        typed.Clear();
        var bytes = Encoding.UTF8.GetBytes(characters);
        Array.Clear(characters);
        return bytes;
    }
}
