using System.Security.Cryptography;
using System.Text;

namespace Signpost.Tests.Support;

/// <summary>
/// Feeds a reader bytes that are nearly right, made of a corpus by cutting, doubling, overwriting, counting up and grafting. What a reader says of an input steers: an input whose
/// answer nobody gave before joins the corpus, and is kept in <c>artifacts/fuzz</c> for the next run. Seeded: the same seed and corpus make the same inputs.
/// </summary>
internal sealed class Fuzzer
{
    private const int LargestCorpus = 2000;
    private static readonly byte[][] Interesting =
    [
        [0], [0xFF], [0x7F], [0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x9F], [0xBF], [0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xF9, 0x7E, 0], [0xED, 0xA0, 0x80], "\\ud800"u8.ToArray(), "1e999"u8.ToArray(),
    ];

    private readonly Random _random;
    private readonly List<byte[]> _corpus;
    private readonly HashSet<string> _answers = new(StringComparer.Ordinal);
    private readonly string? _folder;

    /// <param name="name">Of what is fuzzed; names the folder.</param>
    /// <param name="seed">Of the randomness.</param>
    /// <param name="corpus">Good inputs, and bad ones of every kind there is.</param>
    /// <param name="keep">Whether new inputs are read from and written to the folder.</param>
    public Fuzzer(string name, int seed, IEnumerable<byte[]> corpus, bool keep)
    {
        _random = new Random(seed);
        _corpus = [.. corpus];
        if (!keep) return;
        _folder = Path.Combine(Root(), "artifacts", "fuzz", name);
        Directory.CreateDirectory(_folder);
        _corpus.AddRange(Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
    }

    /// <summary>Executions so far.</summary>
    public long Executions { get; private set; }

    /// <summary>Different answers so far.</summary>
    public int Answers => _answers.Count;

    /// <summary>Runs the reader; whatever it throws is the test's failure, with the input in the message.</summary>
    /// <param name="executions">How often.</param>
    /// <param name="read">Given an input, what the reader says of it: the same words for the same case, numbers in it do not count.</param>
    public void Run(long executions, Func<byte[], string> read)
    {
        for (long i = 0; i < executions; i++)
        {
            var input = i < _corpus.Count && i < executions / 2 ? _corpus[(int)i] : Mutate();
            string answer;
            try
            {
                answer = read(input);
            }
            catch (Exception e)
            {
                Assert.Fail($"Execution {i}: {e.GetType().Name}: {e.Message}{Environment.NewLine}input: {Convert.ToBase64String(input)}{Environment.NewLine}{e.StackTrace}");
                throw;
            }

            Executions++;
            if (_answers.Add(WithoutNumbers(answer)) && _corpus.Count < LargestCorpus) Join(input);
        }
    }

    private void Join(byte[] input)
    {
        _corpus.Add(input);
        if (_folder is not null) File.WriteAllBytes(Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(input))[..16]), input);
    }

    private byte[] Mutate()
    {
        var input = Pick();
        for (var change = 1 << _random.Next(4); change > 0; change--) input = Change(input);
        return input;
    }

    private byte[] Change(byte[] input)
    {
        var at = _random.Next(input.Length + 1);
        var length = Math.Min(input.Length - at, _random.Next(1, 1 + Math.Max(1, Math.Min(64, input.Length))));
        switch (_random.Next(9))
        {
            case 0 when input.Length > 0:
                var flipped = (byte[])input.Clone();
                flipped[_random.Next(input.Length)] ^= (byte)(1 << _random.Next(8));
                return flipped;
            case 1 when input.Length > 0:
                var counted = (byte[])input.Clone();
                counted[_random.Next(input.Length)] += (byte)_random.Next(-3, 4);
                return counted;
            case 2: return [.. input[..at], .. input[(at + length)..]];
            case 3: return [.. input[..(at + length)], .. input[at..]];
            case 4: return [.. input[..at], .. Interesting[_random.Next(Interesting.Length)], .. input[at..]];
            case 5:
                var put = Interesting[_random.Next(Interesting.Length)];
                return [.. input[..at], .. put, .. input[Math.Min(input.Length, at + put.Length)..]];
            case 6:
                var noise = new byte[length];
                _random.NextBytes(noise);
                return [.. input[..at], .. noise, .. input[(at + length)..]];
            case 7:
                var other = Pick();
                var from = _random.Next(other.Length + 1);
                return [.. input[..at], .. other[from..Math.Min(other.Length, from + _random.Next(256))], .. input[(at + length)..]];
            default: return input[..at];
        }
    }

    private byte[] Pick() => _corpus[_random.Next(_corpus.Count)];

    private static string WithoutNumbers(string answer)
    {
        var text = new StringBuilder(answer.Length);
        foreach (var letter in answer)
        {
            if (!char.IsAsciiDigit(letter)) text.Append(letter);
            else if (text.Length == 0 || text[^1] != '#') text.Append('#');
        }

        return text.Length > 200 ? text.ToString(0, 200) : text.ToString();
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signpost.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
